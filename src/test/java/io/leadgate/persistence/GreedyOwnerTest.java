package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Refusal;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests an owner that sends far more than the storage takes, beside owners that send little. */
class GreedyOwnerTest {

  private static final IngestResult STORED = IngestResult.STORED;
  private static final int QUEUED_MAX = 1_000;
  private static final int OTHERS = 9;

  /**
   * The most leads of the greedy owner that are stored while the others wait. In a single queue
   * they would be all leads that were there before, some 800.
   */
  private static final long OVERTAKING_MAX = 150;

  @Test
  void otherOwnersNeitherWaitForAGreedyOwnerNorAreRefused() throws SQLException {
    try (TestDatabase database = SharedServers.newDatabase();
        RunningPersistence persistence =
            new RunningPersistence(
                database,
                Map.of(
                    "LEADGATE_LIMITS_QUEUED_LEADS",
                    "" + QUEUED_MAX,
                    "LEADGATE_LIMITS_BATCH_LEADS",
                    "16"))) {
      assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
      makeEachBatchSlow(database);
      List<Future<IngestResult>> greedy =
          Stream.generate(() -> persistence.store(persistence.lead(LEAD)))
              .limit(2 * QUEUED_MAX)
              .toList();

      for (int turn = 0; turn < 3; turn++) {
        long before = stored(greedy);
        List<Future<IngestResult>> others = new ArrayList<>();
        for (int owner = 0; owner < OTHERS; owner++) {
          others.add(persistence.store(persistence.lead(2 + owner, LEAD)));
        }
        assertThat(others).allMatch(result -> await(result).equals(STORED));
        assertThat(stored(greedy) - before).isLessThan(OVERTAKING_MAX);
      }

      assertThat(greedy).filteredOn(result -> await(result).equals(STORED)).hasSizeGreaterThan(800);
      assertThat(greedy)
          .filteredOn(result -> await(result).equals(new IngestResult.Refused(Refusal.OVERLOADED)))
          .hasSizeGreaterThan(500);
    }
  }

  private static long stored(List<Future<IngestResult>> results) {
    return results.stream()
        .filter(Future::succeeded)
        .filter(result -> result.result().equals(STORED))
        .count();
  }

  private static void makeEachBatchSlow(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_sleep(0.04);
            RETURN NULL;
          END $$;
          CREATE TRIGGER take_time AFTER INSERT ON lead EXECUTE FUNCTION take_time()\
          """);
    }
  }
}
