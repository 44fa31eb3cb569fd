package io.leadgate.persistence;

import static io.leadgate.persistence.BadAmongGood.BAD;
import static io.leadgate.persistence.BadAmongGood.STORED;
import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.HashUse;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.Refusal;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests rows that Postgres refuses for a cause that need not be a row's: the rows beside them are
 * stored soon, the rows at fault alone wait, and are stored when the cause is gone.
 */
class WhoseFaultTest {

  private static final IngestResult KEY_REUSED =
      new IngestResult.Refused(Refusal.IDEMPOTENCY_KEY_REUSED);

  private final TestDatabase database = SharedServers.newDatabase();
  private final RunningPersistence persistence =
      new RunningPersistence(
          database,
          Map.of(
              "LEADGATE_STORAGE_WAIT",
              BadAmongGood.WAIT_SETTING,
              "LEADGATE_STORAGE_BATCH_TIMEOUT",
              "5s"));

  @BeforeEach
  void warmUp() {
    BadAmongGood.warmUp(persistence);
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

    assertOnlyTheBadWait(i -> persistence.lead(i == 150 ? BAD : LEAD));
  }

  @Test
  void fiveRowsThatATriggerRefusesStandAlone() {
    InsertTrigger.refuse(database, "NEW.fields->>'bad' IS NOT NULL", "P0001");

    assertOnlyTheBadWait(i -> persistence.lead(i % 60 == 7 ? BAD : LEAD));
  }

  @Test
  void aKeyedRowThatATriggerRefusesStandsAlone() {
    InsertTrigger.refuse(database, "NEW.fields->>'bad' IS NOT NULL", "P0001");

    assertOnlyTheBadWait(i -> persistence.lead(i == 150 ? BAD : LEAD, "key-" + i));
  }

  @Test
  void aRowThatATriggerSwallowsStandsAlone() {
    InsertTrigger.swallow(database, "NEW.fields->>'bad' IS NOT NULL");

    assertOnlyTheBadWait(i -> persistence.lead(i == 150 ? BAD : LEAD));
  }

  @Test
  void aKeyedRowThatATriggerSwallowsStandsAlone() {
    InsertTrigger.swallow(database, "NEW.fields->>'bad' IS NOT NULL");

    assertOnlyTheBadWait(i -> persistence.lead(i == 150 ? BAD : LEAD, "key-" + i));
  }

  /** A lead of these is bad if its fields say so. */
  private void assertOnlyTheBadWait(IntFunction<Lead> lead) {
    BadAmongGood sent = BadAmongGood.send(persistence, lead).assertOnlyTheBadWait();
    InsertTrigger.drop(database);

    sent.assertBad(STORED);
    // Beside these leads are two that warm up, and one that comes while the bad leads wait.
    assertThat(database.number("SELECT count(*) FROM lead")).isEqualTo(BadAmongGood.LEADS + 3);
  }

  @Test
  void aRowThatWaitsForALockStandsAlone() throws SQLException {
    assertOnlyTheLockedWait(
        1, i -> i == 150 ? persistence.lead(BAD, "held-0") : persistence.lead(LEAD, "key-" + i));
  }

  @Test
  void fiveRowsThatWaitForLocksStandAlone() throws SQLException {
    assertOnlyTheLockedWait(
        5,
        i ->
            i % 60 == 7
                ? persistence.lead(BAD, "held-" + i / 60)
                : persistence.lead(LEAD, "key-" + i));
  }

  /** Holds the locks of the keys held-0, held-1 and so on, which belong to good leads. */
  private void assertOnlyTheLockedWait(int keys, IntFunction<Lead> lead) throws SQLException {
    for (int i = 0; i < keys; i++) {
      assertThat(await(persistence.store(persistence.lead(LEAD, "held-" + i)))).isEqualTo(STORED);
    }
    BadAmongGood sent;
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM idempotency_key FOR UPDATE");
      sent = BadAmongGood.send(persistence, lead).assertOnlyTheBadWait();
    }

    sent.assertBad(KEY_REUSED);
  }

  @Test
  void aLeadThatWaitsForATwinStandsAlone() throws SQLException {
    Lead twin = persistence.judged(LEAD, rejecting(1_000));
    assertThat(await(persistence.store(twin))).isEqualTo(STORED);
    BadAmongGood sent;
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM duplicate FOR UPDATE");
      sent =
          BadAmongGood.send(
                  persistence,
                  i ->
                      i == 150
                          ? persistence.judged(BAD, rejecting(1_000))
                          : persistence.judged(LEAD, rejecting(i)))
              .assertOnlyTheBadWait();
    }

    sent.assertBad(new IngestResult.Duplicate(twin.id(), List.of("email")));
  }

  private static LeadHash rejecting(int number) {
    return LeadHash.judged(
        new UUID(7, number), new HashUse.Judge(List.of("email"), 1, true), Instant.now());
  }
}
