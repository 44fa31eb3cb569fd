package io.leadgate.persistence;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures how much of the table a search by e-mail reads while leads come in as fast as they can:
 * {@code load-tests/contact-search.sh}.
 */
final class ContactSearchRun {

  private static final int STORED_BEFORE = 4_000_000;
  private static final int CONNECTIONS = 8;
  private static final int ITEMS = 1_000;
  private static final int SEARCHES = 40;
  private static final double SHARE_MAX = 0.02;

  private ContactSearchRun() {}

  public static void main(String[] arguments) throws Exception {
    boolean passed;
    try (RunningGateway gateway = RunningGateway.start(Map.of())) {
      Fixtures fixtures = gateway.fixtures();
      Fixtures.Campaign campaign = fixtures.campaign();
      fill(gateway.database(), campaign);
      System.out.printf(
          Locale.ROOT, "at rest a search reads %.2f %%%n", share(gateway.database()) * 100);
      Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
      String array = String.join(",", Collections.nCopies(ITEMS, Fixtures.LEAD));
      AtomicBoolean isOver = new AtomicBoolean();
      long began = fixtures.storedLeads(campaign);
      long beganAt = System.nanoTime();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> posting = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
          posting.add(threads.submit(() -> post(vendor, campaign, array, isOver)));
        }
        passed = searches(gateway.database());
        isOver.set(true);
        for (Future<?> each : posting) {
          each.get();
        }
      }
      double seconds = (System.nanoTime() - beganAt) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%.0f leads/s came in, beside %,d stored before%n",
          (fixtures.storedLeads(campaign) - began) / seconds,
          STORED_BEFORE);
    }
    System.out.println(
        passed ? "PASS each search read at most 2 % of the table beyond its index" : "FAIL");
    // The run's own servers end with this JVM.
    System.exit(0);
  }

  private static void post(
      Http vendor, Fixtures.Campaign campaign, String array, AtomicBoolean isOver) {
    while (!isOver.get()) {
      vendor.post(campaign.leads(), "[" + array + "]");
    }
  }

  /** Searches once a second, and returns whether each search read little enough. */
  private static boolean searches(TestDatabase database) throws Exception {
    double most = 0;
    for (int i = 0; i < SEARCHES; i++) {
      Await.holds(Duration.ofSeconds(1), () -> false);
      most = Math.max(most, share(database));
    }
    System.out.printf(
        Locale.ROOT,
        "while leads come in, a search read %.2f %% of the table's pages at most%n",
        most * 100);
    return most <= SHARE_MAX;
  }

  /** The part of the table's pages that a search reads beyond its index. */
  private static double share(TestDatabase database) throws Exception {
    SearchPlan plan =
        SearchPlan.of(
            database,
            LeadQueries.by(Optional.of("person7@example.com"), List.of()),
            Optional.empty());
    return (double) (plan.buffers() - plan.indexBuffers()) / tablePages(database);
  }

  private static long tablePages(TestDatabase database) {
    return database.number(
        "SELECT sum(pg_relation_size(inhrelid) / 8192) FROM pg_inherits WHERE inhparent = 'lead'::regclass");
  }

  private static void fill(TestDatabase database, Fixtures.Campaign campaign) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields, email, phone)
          SELECT (lpad(to_hex(%d + n), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0') || '8'
              || substr(md5(n::text), 1, 15))::uuid,
            %d, now(), '192.0.2.1', n, json_build_object('a', repeat('x', 400)),
            'person' || n || '@example.com', '+1212' || lpad(n::text, 7, '0')
          FROM generate_series(1, %d) AS t(n)
          """
              .formatted(
                  Instant.now().toEpochMilli() - STORED_BEFORE, campaign.id(), STORED_BEFORE));
      statement.execute("VACUUM ANALYZE lead");
    }
  }
}
