package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.process.Await;
import io.leadgate.telemetry.Lane;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the bound of the queue, and an owner's share of it, while Postgres is unreachable. */
@Tag("faults")
class QueueBoundTest {

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final int ROWS = 10;

  @Test
  void onlyTheLeadBeyondABoundIsRefused() {
    try (OwnPostgres postgres = new OwnPostgres();
        RunningPersistence persistence =
            new RunningPersistence(
                postgres.database(),
                Map.of(
                    "LEADGATE_LIMITS_QUEUED_LEADS",
                    "" + ROWS,
                    "LEADGATE_LIMITS_BATCH_LEADS",
                    "5",
                    "LEADGATE_STORAGE_WAIT",
                    "1m"))) {
      postgres.server().stop();
      String fields = "{\"a\":\"b\"}";
      List<Future<IngestResult>> waiting =
          IntStream.range(1, ROWS)
              .mapToObj(i -> persistence.store(persistence.lead(fields)))
              .collect(Collectors.toCollection(ArrayList::new));
      Await.until("the leads wait", MAX, () -> persistence.inflight(Lane.LEADS) == ROWS - 1);
      List<Future<IngestResult>> notAll =
          persistence.storeTogether(List.of(persistence.lead(fields), persistence.lead(fields)));

      assertThat(notAll)
          .allMatch(one -> await(one).equals(new IngestResult.Refused(Refusal.OVERLOADED)));
      Future<IngestResult> pastShare = persistence.store(persistence.lead(fields));
      assertThat(await(pastShare)).isEqualTo(new IngestResult.Refused(Refusal.OVERLOADED));
      waiting.add(persistence.store(persistence.lead(2, fields)));
      Await.until("all of them wait", MAX, () -> persistence.inflight(Lane.LEADS) == ROWS);
      Future<IngestResult> past = persistence.store(persistence.lead(3, fields));

      assertThat(await(past)).isEqualTo(new IngestResult.Refused(Refusal.OVERLOADED));
      assertThat(waiting).noneMatch(Future::isComplete);
      Lead keyed = persistence.lead(LEAD, "another lane");
      Future<IngestResult> another = persistence.store(keyed);
      postgres.server().start();
      assertThat(waiting).allMatch(one -> await(one).equals(IngestResult.STORED));
      assertThat(await(another)).isEqualTo(IngestResult.STORED);
      assertThat(await(persistence.store(persistence.lead(fields)))).isEqualTo(IngestResult.STORED);
    }
  }
}
