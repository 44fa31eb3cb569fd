package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that leads of one event-loop turn are committed together, up to the batch size. */
class BatchSizeTest {

  private static final int ROWS_MAX = 10;

  @Test
  void leadsOfOneTurnAreCommittedInFullBatches() {
    try (TestDatabase database = SharedServers.newDatabase();
        RunningPersistence persistence =
            new RunningPersistence(
                database, Map.of("LEADGATE_LIMITS_BATCH_LEADS", Integer.toString(ROWS_MAX)))) {
      List<Lead> together =
          Stream.generate(() -> persistence.lead(LEAD)).limit(ROWS_MAX + 5).toList();
      List<Future<IngestResult>> results = persistence.storeTogether(together);

      assertThat(results).allMatch(one -> await(one).equals(IngestResult.STORED));
      assertThat(persistence.events(Event.BatchCommitted.class))
          .extracting(Event.BatchCommitted::rows)
          .containsExactly(ROWS_MAX, 5);
    }
  }
}
