package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
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
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests rows that Postgres refuses for a cause that need not be a row's: the rows beside them are
 * stored soon, and the rows at fault alone are not acknowledged.
 */
class WhoseFaultTest {

  private static final IngestResult STORED = new IngestResult.Stored();
  private static final IngestResult UNAVAILABLE =
      new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);
  private static final int LEADS = 300;
  private static final String BAD = "{\"bad\":\"bad\"}";
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * The longest wait of a neighbour. The bound is loose, because a test may run on a busy machine;
   * it is shorter than the wait of the rows at fault.
   */
  private static final Duration NEIGHBOUR_MAX = Duration.ofSeconds(3);

  private static final Duration WAIT = Duration.ofSeconds(4);

  /** A tenth of the batch time-out. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

  private final TestDatabase database = SharedServers.newDatabase();
  private final RunningPersistence persistence =
      new RunningPersistence(
          database,
          Map.of(
              "LEADGATE_STORAGE_WAIT",
              WAIT.toSeconds() + "s",
              "LEADGATE_STORAGE_BATCH_TIMEOUT",
              LOCK_TIMEOUT.multipliedBy(10).toMillis() + "ms"));

  /** Loads the classes and opens the connections of both lanes. */
  @BeforeEach
  void warmUp() {
    assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
    assertThat(await(persistence.store(persistence.lead(LEAD, "held")))).isEqualTo(STORED);
  }

  @AfterEach
  void close() {
    persistence.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23514", "P0001", "42501", "44000", "55000", "LG001", "0A000"})
  void aRowThatATriggerRefusesStandsAlone(String sqlState) {
    InsertTrigger.refuse(database, "NEW.fields->>'bad' IS NOT NULL", sqlState);

    assertOnlyTheBadWait(leads(i -> persistence.lead(i == 150 ? BAD : LEAD)), NEIGHBOUR_MAX);
  }

  @Test
  void fiveRowsThatATriggerRefusesStandAlone() {
    InsertTrigger.refuse(database, "NEW.fields->>'bad' IS NOT NULL", "P0001");

    assertOnlyTheBadWait(leads(i -> persistence.lead(i % 60 == 7 ? BAD : LEAD)), NEIGHBOUR_MAX);
  }

  @Test
  void aKeyedRowThatATriggerRefusesStandsAlone() {
    InsertTrigger.refuse(database, "NEW.fields->>'bad' IS NOT NULL", "P0001");

    assertOnlyTheBadWait(
        leads(i -> persistence.lead(i == 150 ? BAD : LEAD, "key-" + i)), NEIGHBOUR_MAX);
  }

  @Test
  void aRowThatWaitsForALockStandsAlone() throws SQLException {
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM idempotency_key FOR UPDATE");

      assertOnlyTheBadWait(
          leads(i -> i == 150 ? persistence.lead(BAD, "held") : persistence.lead(LEAD, "key-" + i)),
          LOCK_TIMEOUT.plus(NEIGHBOUR_MAX));
    }
  }

  @Test
  void fiveRowsThatWaitForLocksStandAlone() throws SQLException {
    for (int i = 0; i < 5; i++) {
      assertThat(await(persistence.store(persistence.lead(LEAD, "held-" + i)))).isEqualTo(STORED);
    }
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM idempotency_key FOR UPDATE");

      assertOnlyTheBadWait(
          leads(
              i ->
                  i % 60 == 7
                      ? persistence.lead(BAD, "held-" + i / 60)
                      : persistence.lead(LEAD, "key-" + i)),
          LOCK_TIMEOUT.plus(NEIGHBOUR_MAX));
    }
  }

  @Test
  void aRowThatATriggerSwallowsStandsAlone() {
    InsertTrigger.swallow(database, "NEW.fields->>'bad' IS NOT NULL");

    assertOnlyTheBadWait(leads(i -> persistence.lead(i == 150 ? BAD : LEAD)), NEIGHBOUR_MAX);
    assertThat(database.number("SELECT count(*) FROM lead")).isEqualTo(LEADS + 2);
  }

  @Test
  void aKeyedRowThatATriggerSwallowsStandsAlone() {
    InsertTrigger.swallow(database, "NEW.fields->>'bad' IS NOT NULL");

    assertOnlyTheBadWait(
        leads(i -> persistence.lead(i == 150 ? BAD : LEAD, "key-" + i)), NEIGHBOUR_MAX);
    assertThat(database.number("SELECT count(*) FROM lead")).isEqualTo(LEADS + 2);
  }

  /** A lead of these is bad if its fields say so. */
  private void assertOnlyTheBadWait(List<Lead> leads, Duration goodMax) {
    List<Future<IngestResult>> good = new ArrayList<>();
    List<Future<IngestResult>> bad = new ArrayList<>();
    long began = System.nanoTime();
    for (Lead lead : leads) {
      (lead.fields().equals(BAD) ? bad : good).add(persistence.store(lead));
    }

    assertThat(good).allMatch(result -> await(result).equals(STORED));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(goodMax);
    assertThat(bad).noneMatch(Future::isComplete);
    assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
    assertThat(bad).allMatch(result -> await(result).equals(UNAVAILABLE));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(WAIT, WAIT.plus(SECOND));
    assertThat(persistence.events(Event.RowRefused.class)).isEmpty();
    assertThat(persistence.events(Event.RowFailing.class)).hasSameSizeAs(bad);
  }

  @Test
  void aBrokenSchemaDoesNotCostAStatementForEachRow() {
    InsertTrigger.execute(database, "CREATE SEQUENCE tries");
    InsertTrigger.refuse(database, "nextval('tries') > 0", "P0001");

    assertThat(leads(i -> persistence.lead(LEAD)).stream().map(persistence::store).toList())
        .allMatch(result -> await(result).equals(UNAVAILABLE));
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

  private static List<Lead> leads(IntFunction<Lead> lead) {
    List<Lead> leads = new ArrayList<>();
    for (int i = 0; i < LEADS; i++) {
      leads.add(lead.apply(i));
    }
    return leads;
  }
}
