package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests leads that take Postgres so long that a full batch of them runs into the time-out of a
 * statement. Two nodes write at the same time. A trigger takes the time, so that the time does not
 * depend on the machine.
 */
class LargeLeadsTest {

  private static final IngestResult STORED = IngestResult.STORED;
  private static final Map<String, String> SETTINGS =
      Map.of("LEADGATE_STORAGE_WAIT", "10s", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  /** Some batches on a busy machine; behind all of the large leads it would be ten seconds. */
  private static final Duration SMALL_MAX = Duration.ofSeconds(3);

  private final TestDatabase database = SharedServers.newDatabase();
  private final RunningPersistence one = new RunningPersistence(database, SETTINGS);
  private final RunningPersistence other = new RunningPersistence(database, SETTINGS);

  @BeforeEach
  void warmUp() {
    assertThat(await(one.store(one.lead(LEAD)))).isEqualTo(STORED);
    assertThat(await(other.store(other.lead(LEAD)))).isEqualTo(STORED);
  }

  @AfterEach
  void close() {
    other.close();
    one.close();
    database.close();
  }

  /** A batch of all large leads of a node would take twice as long as a statement may. */
  @Test
  void largeLeadsOfTwoNodesAreStoredAndSmallLeadsDoNotWaitForThem() {
    slowDown("length(NEW.fields::text) / 65536.0 * 0.008");
    String large = "{\"a\":[" + "12,".repeat(21_840) + "12]}";
    List<Future<IngestResult>> results = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      results.add(one.store(one.lead(large)));
      results.add(other.store(other.lead(large)));
    }
    for (int i = 0; i < 10; i++) {
      long began = System.nanoTime();
      assertThat(await(one.store(one.lead(2, LEAD)))).isEqualTo(STORED);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SMALL_MAX);
    }

    assertThat(results).allMatch(result -> await(result).equals(STORED));
    assertThat(database.number("SELECT count(*) FROM lead")).isEqualTo(412);
  }

  /** Here the bytes are few, and only the time tells that a batch is too large. */
  @Test
  void batchesThatRanIntoTheTimeOutShrink() {
    slowDown("0.02");
    List<Future<IngestResult>> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      results.add(one.store(one.lead(LEAD)));
      results.add(other.store(other.lead(LEAD)));
    }

    assertThat(results).allMatch(result -> await(result).equals(STORED));
    assertThat(one.events(Event.BatchRetried.class)).isNotEmpty();
  }

  /** Makes each lead take so many seconds. */
  private void slowDown(String seconds) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_sleep(%s);
            RETURN NEW;
          END $$;
          CREATE TRIGGER take_time BEFORE INSERT ON lead FOR EACH ROW EXECUTE FUNCTION take_time()\
          """
              .formatted(seconds));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
