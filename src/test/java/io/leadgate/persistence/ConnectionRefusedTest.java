package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.support.OwnPostgres;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests a lane of two connections, one of which Postgres refuses to open because the bound on
 * connections is reached.
 */
class ConnectionRefusedTest {

  private static final IngestResult STORED = IngestResult.STORED;

  /** Far below the wait after which a lead is refused, and loose because of busy machines. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void leadsGoThroughTheOtherConnectionAtTheirUsualTime() {
    try (OwnPostgres postgres = OwnPostgres.empty()) {
      // A superuser may open connections beyond the bound.
      String uri = postgres.uriOfOwner("gateway");
      try (RunningPersistence persistence = runningOn(postgres, uri)) {
        assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
        // A busy machine opens both connections for the first lead. Only the one that wrote it
        // stays.
        postgres.execute("ALTER ROLE gateway CONNECTION LIMIT 1");
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE usename = 'gateway' AND query NOT LIKE '%INSERT INTO lead (%'");
        for (int i = 0; i < 2; i++) {
          // Both connections have their turn, so an ended session is found.
          assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
        }
        int retriesBefore = persistence.events(Event.BatchRetried.class).size();

        for (int i = 0; i < 50; i++) {
          assertStoredSoon(persistence, 1);
        }
        for (int i = 0; i < 5; i++) {
          assertStoredSoon(persistence, 100); // Full batches ask for the other connection.
        }
        assertThat(persistence.events(Event.ConnectionNotOpened.class))
            .isNotEmpty()
            .allMatch(event -> event.cause().equals("53300"));
        assertThat(persistence.events(Event.BatchRetried.class)).hasSize(retriesBefore);
      }
    }
  }

  private static void assertStoredSoon(RunningPersistence persistence, int leads) {
    long began = System.nanoTime();
    List<Future<IngestResult>> results =
        Stream.generate(() -> persistence.store(persistence.lead(LEAD))).limit(leads).toList();
    assertThat(results).allMatch(result -> await(result).equals(STORED));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
  }

  private static RunningPersistence runningOn(OwnPostgres postgres, String uri) {
    return new RunningPersistence(
        postgres.database(),
        Map.of("LEADGATE_POSTGRES_URI", uri, "LEADGATE_LIMITS_BATCH_LEADS", "5"),
        2);
  }
}
