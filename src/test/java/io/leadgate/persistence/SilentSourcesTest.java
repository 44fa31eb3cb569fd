package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.LeadId;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts silent lead sources in a database whose leads came at chosen times. */
class SilentSourcesTest {

  private static final long SECONDS_MAX = 60;

  private final TestDatabase database = SharedServers.newDatabase();
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool = PgBuilder.pool().connectingTo(database.uri()).using(vertx).build();
  private Instant now = Instant.now();

  @BeforeEach
  void makePartition() throws SQLException {
    execute("CREATE TABLE lead_p PARTITION OF lead DEFAULT");
    execute("INSERT INTO lead_source (name) VALUES ('a'), ('b')");
    execute("INSERT INTO lead_type (name, fields) VALUES ('t', '[]')");
    execute(
        "INSERT INTO campaign (lead_source_id, lead_type_id, name)"
            + " VALUES (1, 1, 'a1'), (1, 1, 'a2'), (2, 1, 'b')");
  }

  @AfterEach
  void close() throws Exception {
    pool.close().toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    database.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect()) {
      KeyRows.execute(connection, sql);
    }
  }

  /** Stores leads of a campaign with equal gaps; the last came so long ago. */
  private void leads(int campaign, int count, Duration gap, Duration last) throws SQLException {
    for (int i = 0; i < count; i++) {
      Instant at = now.minus(last).minus(gap.multipliedBy(i));
      execute(
          """
          INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)
          VALUES ((left('%s', 24) || '%012x')::uuid, %d, now(), '192.0.2.1', 1, '{}')"""
              .formatted(LeadId.leastAt(at), campaign * 1_000 + i, campaign));
    }
  }

  private double silent() throws Exception {
    SilentSources sources = new SilentSources(pool, () -> now);
    sources.look().toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    return sources.last();
  }

  @ParameterizedTest
  @CsvSource({
    // leads, gap and silence in minutes, whether the source is silent
    "20, 10, 51, 1",
    "20, 10, 49, 0",
    "19, 10, 51, 0",
    "20, 1, 14, 0",
    "20, 1, 16, 1",
    "50, 60, 301, 1",
    "50, 60, 299, 0",
  })
  void silenceIsFiveMedianGapsAndAtLeastAQuarterOfAnHour(
      int count, int gap, int silence, int expected) throws Exception {
    leads(1, count, Duration.ofMinutes(gap), Duration.ofMinutes(silence));

    assertThat(silent()).isEqualTo(expected);
  }

  @Test
  void campaignsOfALeadSourceCountTogether() throws Exception {
    leads(1, 30, Duration.ofMinutes(1), Duration.ofMinutes(120));
    leads(2, 1, Duration.ofMinutes(1), Duration.ofMinutes(1));
    leads(3, 30, Duration.ofMinutes(1), Duration.ofMinutes(120));

    assertThat(silent()).isEqualTo(1);
  }

  @Test
  void leadsOlderThanAWeekDoNotCount() throws Exception {
    leads(1, 30, Duration.ofMinutes(1), Duration.ofDays(7));

    assertThat(silent()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE lead_source SET status = 'inactive'",
    "UPDATE campaign SET status = 'paused'",
    "UPDATE campaign SET deleted_at = now()",
  })
  void sourceOrCampaignThatIsNotActiveIsNotSilent(String change) throws Exception {
    leads(1, 30, Duration.ofMinutes(1), Duration.ofMinutes(120));
    execute(change);

    assertThat(silent()).isZero();
  }

  @Test
  void countThatIsOldOrWasNeverMadeIsUnknown() throws Exception {
    SilentSources sources = new SilentSources(pool, () -> now);
    assertThat(sources.last()).isNaN();

    sources.look().toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(sources.last()).isZero();

    now = now.plus(Duration.ofMinutes(6));
    assertThat(sources.last()).isNaN();
  }

  @Test
  void moreSourcesThanASliceAreCounted() throws Exception {
    execute("INSERT INTO lead_source (name) SELECT 'more' FROM generate_series(1, 450)");
    execute(
        "INSERT INTO campaign (id, lead_source_id, lead_type_id, name)"
            + " OVERRIDING SYSTEM VALUE VALUES (900, 452, 1, 'last')");
    leads(1, 30, Duration.ofMinutes(1), Duration.ofMinutes(120));
    leads(900, 30, Duration.ofMinutes(1), Duration.ofMinutes(120));

    assertThat(silent()).isEqualTo(2);
  }

  @Test
  void countIsMadeOnceAMinuteAndKnownToAllNodes() throws Exception {
    leads(1, 30, Duration.ofMinutes(1), Duration.ofMinutes(120));
    assertThat(silent()).isEqualTo(1);

    leads(2, 1, Duration.ofMinutes(1), Duration.ofMinutes(1));
    assertThat(silent()).as("another node within the minute").isEqualTo(1);

    now = now.plusSeconds(51);
    assertThat(silent()).as("a minute later").isZero();
  }
}
