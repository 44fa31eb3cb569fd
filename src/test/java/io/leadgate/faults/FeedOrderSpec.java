package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.faults.FeedReader.Faults;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Writes leads on two nodes while a reader follows the feed: the reader sees each stored lead
 * exactly once, and in order. {@code load-tests/feed-order.sh} runs the same with more leads.
 */
@Tag("faults")
class FeedOrderSpec {

  private static final long LEADS = Long.getLong("leadgate.test.feed.leads", 12_000);
  private static final int FEW_LEADS = 2_000;
  private static final int VENDORS = 16;
  private static final int HOLDERS = 6;
  private static final Duration MAX = Duration.ofSeconds(60 + LEADS / 500);

  /** Two nodes that reach their Postgres through a proxy, and a reader that does so too. */
  private static final class Nodes implements AutoCloseable {
    private final Map<String, String> environment;
    private final TcpProxy proxy;
    private GatewayProcess one;
    private volatile String ones;
    private final GatewayProcess other;
    private final Campaign campaign;
    private final String token;
    private final FeedReader reader;

    private Nodes(OwnPostgres postgres) {
      proxy = TcpProxy.before(postgres.server().port());
      String uri =
          postgres
              .database()
              .uri()
              .replace(":" + postgres.server().port() + "/", ":" + proxy.port() + "/");
      environment = postgres.environment(Map.of("LEADGATE_POSTGRES_URI", uri));
      one = GatewayProcess.start(environment);
      ones = one.api().base();
      other = GatewayProcess.start(environment);
      Fixtures fixtures = one.fixtures(postgres.database());
      campaign = fixtures.campaignOfAnything();
      token = fixtures.token("lead_receiver");
      reader = FeedReader.start(uri);
    }

    private FeedWriters writers() {
      String others = other.api().base();
      return new FeedWriters(campaign, token, vendor -> vendor % 2 == 0 ? ones : others);
    }

    private void killOne() {
      one.kill();
      one.close();
      one = GatewayProcess.start(environment);
      ones = one.api().base();
    }

    /** The lines of both nodes' logs with this message. */
    private long lines(String message) {
      return (one.standardError() + other.standardError())
          .lines()
          .filter(line -> line.contains(message))
          .count();
    }

    @Override
    public void close() {
      reader.close();
      one.close();
      other.close();
      proxy.close();
    }
  }

  @Test
  void eachLeadIsSeenOnceAndInOrderWhileNodesAndServerAreKilled() {
    try (OwnPostgres postgres = new OwnPostgres();
        Nodes nodes = new Nodes(postgres);
        FeedWriters writers = nodes.writers()) {
      long began = System.nanoTime();
      writers.startVendors(VENDORS).startHolders(HOLDERS, postgres.database());
      writers.awaitStored(LEADS / 3, MAX);
      nodes.killOne();
      writers.awaitStored(LEADS * 2 / 3, MAX);
      postgres.server().kill();
      postgres.server().start();
      writers.awaitStored(LEADS, MAX);
      writers.stop();
      Duration took = Duration.ofNanos(System.nanoTime() - began);

      Faults faults = nodes.reader.faults(postgres.database());
      System.out.printf(
          "leads seen: %d, written in %d s; %s%n", nodes.reader.seen(), took.toSeconds(), faults);
      assertThat(faults).isEqualTo(Faults.NONE);
      assertThat((long) nodes.reader.seen()).isGreaterThanOrEqualTo(LEADS);
    }
  }

  @Test
  void theFeedGoesOnInADatabaseThatWasCopiedTableByTable() {
    try (OwnPostgres postgres = new OwnPostgres();
        OwnPostgres copy = new OwnPostgres();
        Nodes nodes = new Nodes(postgres)) {
      // The copy's own transaction ids must be lower than those that the reader has passed.
      useTransactionIds(postgres, 8_000);
      writeFew(nodes, postgres.database());
      long before = nodes.reader.seen();
      DatabaseCopy.tableByTable(postgres.database(), copy.database());
      nodes.proxy.pointTo(copy.server().port());
      writeFew(nodes, copy.database());

      assertThat(nodes.reader.faults(copy.database())).isEqualTo(Faults.NONE);
      assertThat(nodes.reader.seen() - before).isGreaterThanOrEqualTo(FEW_LEADS);
      assertThat(nodes.lines("leads have come from elsewhere")).isEqualTo(1);
    }
  }

  /** The standby lags, so the promoted server gives transaction ids out again. */
  @Test
  void theFeedGoesOnAfterAPromotion() {
    try (StandbyPair pair = new StandbyPair();
        Nodes nodes = new Nodes(pair.primary())) {
      writeFew(nodes, pair.primary().database());
      pair.waitFor("");
      pair.standby().kill();
      long both = nodes.reader.seen();
      writeFew(nodes, pair.primary().database());
      useTransactionIds(pair.primary(), 8_000);
      writeFew(nodes, pair.primary().database());
      long before = nodes.reader.seen();
      TestDatabase promoted = pair.failOver();
      nodes.proxy.pointTo(URI.create(promoted.uri()).getPort());
      writeFew(nodes, promoted);

      Faults faults = nodes.reader.faults(promoted);
      // The primary alone had the leads that are lost.
      assertThat(faults).isEqualTo(new Faults(0, 0, 0, faults.ghosts()));
      assertThat((long) faults.ghosts()).isBetween(2L * FEW_LEADS, before - both);
      assertThat(nodes.reader.seen() - before).isGreaterThanOrEqualTo(FEW_LEADS);
    }
  }

  /** Writes leads, and waits until the reader has had the time to see them. */
  private static void writeFew(Nodes nodes, TestDatabase database) {
    try (FeedWriters writers = nodes.writers()) {
      writers.startVendors(VENDORS).awaitStored(1, MAX);
      writers.startHolders(HOLDERS, database).awaitStored(FEW_LEADS, MAX);
      writers.stop();
    }
    nodes.reader.awaitHead(database);
  }

  private static void useTransactionIds(OwnPostgres postgres, int ids) {
    postgres.execute(
        """
        DO $$ BEGIN
          FOR i IN 1..%d LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP;
        END $$\
        """
            .formatted(ids));
  }
}
