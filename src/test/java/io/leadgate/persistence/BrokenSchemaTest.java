package io.leadgate.persistence;

import static io.leadgate.persistence.BadAmongGood.BAD;
import static io.leadgate.persistence.BadAmongGood.LEADS;
import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Refusal;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests rows that Postgres refuses until their deadline: in a broken schema there are few tries,
 * and no row is named as the row at fault.
 */
class BrokenSchemaTest {

  private static final IngestResult UNAVAILABLE =
      new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);
  private static final Duration WAIT = Duration.ofSeconds(4);

  /** Loose because of busy machines. */
  private static final Duration LATE_MAX = Duration.ofSeconds(4);

  private final TestDatabase database = SharedServers.newDatabase();
  private final RunningPersistence persistence =
      new RunningPersistence(database, Map.of("LEADGATE_STORAGE_WAIT", WAIT.toSeconds() + "s"));

  @BeforeEach
  void warmUp() {
    BadAmongGood.warmUp(persistence);
  }

  @AfterEach
  void close() {
    persistence.close();
    database.close();
  }

  @Test
  void brokenSchemaDoesNotCostAStatementForEachRow() {
    InsertTrigger.execute(database, "CREATE SEQUENCE tries");
    InsertTrigger.refuse(database, "nextval('tries') > 0", "P0001");
    List<Future<IngestResult>> results = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < LEADS; i++) {
      results.add(persistence.store(persistence.lead(LEAD)));
    }

    assertThat(results).allMatch(result -> await(result).equals(UNAVAILABLE));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(WAIT, WAIT.plus(LATE_MAX));
    assertThat(database.number("SELECT last_value FROM tries")).isBetween(10L, LEADS / 3L);
    assertThat(persistence.events(Event.RowFailing.class)).isEmpty();
  }

  @Test
  void leadsThatComeToABrokenSchemaOneByOneAreGathered() {
    InsertTrigger.execute(database, "CREATE SEQUENCE tries");
    InsertTrigger.refuse(
        database,
        "CASE WHEN NEW.fields->>'bad' IS NOT NULL THEN nextval('tries') > 0 END",
        "P0001");
    List<Future<IngestResult>> results = new ArrayList<>();
    for (int i = 0; i < LEADS; i++) {
      results.add(persistence.store(persistence.lead(BAD)));
      // The other lane takes its time, and so the leads come one by one.
      await(persistence.store(persistence.lead(LEAD, "beside-" + i)));
    }

    assertThat(results).allMatch(result -> await(result).equals(UNAVAILABLE));
    assertThat(database.number("SELECT last_value FROM tries")).isBetween(10L, LEADS / 2L);
  }
}
