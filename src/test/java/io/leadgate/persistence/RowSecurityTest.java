package io.leadgate.persistence;

import static io.leadgate.persistence.BadAmongGood.BAD;
import static io.leadgate.persistence.BadAmongGood.STORED;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Lead;
import io.leadgate.support.OwnPostgres;
import io.leadgate.telemetry.Event;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests rows that a policy of row level security refuses (42501): the rows beside them are stored
 * soon, the refused rows alone wait, and are stored when the policy is gone. The role of the
 * gateway is no superuser, because policies do not count for superusers.
 */
class RowSecurityTest {

  private static final String ROLE = "gateway";

  private static final OwnPostgres POSTGRES = OwnPostgres.empty();
  private static final String URI = POSTGRES.uriOfOwner(ROLE);

  private final RunningPersistence persistence =
      new RunningPersistence(
          POSTGRES.database(),
          Map.of("LEADGATE_POSTGRES_URI", URI, "LEADGATE_STORAGE_WAIT", BadAmongGood.WAIT_SETTING));

  @AfterEach
  void close() {
    persistence.close();
    POSTGRES.execute("DROP SCHEMA public CASCADE");
    POSTGRES.execute("CREATE SCHEMA public AUTHORIZATION " + ROLE);
  }

  @AfterAll
  static void closePostgres() {
    POSTGRES.close();
  }

  /** The owner of the tables and functions. */
  enum Owner {
    /** Policies count for the owner of a table only where they are forced. */
    THE_GATEWAY,
    /** A function with the rights of its owner would pass the policy by. */
    A_SUPERUSER
  }

  @ParameterizedTest
  @EnumSource
  void rowsThatAPolicyRefusesStandAlone(Owner owner) {
    refuseBad(owner);

    assertOnlyTheBadWait(i -> persistence.lead(isBad(i) ? BAD : LEAD));
  }

  @ParameterizedTest
  @EnumSource
  void keyedRowsThatAPolicyRefusesStandAlone(Owner owner) {
    refuseBad(owner);

    assertOnlyTheBadWait(i -> persistence.lead(isBad(i) ? BAD : LEAD, "key-" + i));
  }

  @Test
  void noFunctionHasTheRightsOfItsOwner() {
    assertThat(
            POSTGRES
                .database()
                .number(
                    "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND"
                        + " prosecdef"))
        .isZero();
  }

  private static boolean isBad(int number) {
    return number % 60 == 7;
  }

  private static void refuseBad(Owner owner) {
    if (owner == Owner.A_SUPERUSER) {
      POSTGRES.execute("REASSIGN OWNED BY " + ROLE + " TO postgres");
      POSTGRES.execute("GRANT USAGE ON SCHEMA public TO " + ROLE);
      POSTGRES.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + ROLE);
    }
    POSTGRES.execute("ALTER TABLE lead ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
    POSTGRES.execute("CREATE POLICY all_are_seen ON lead FOR SELECT USING (true)");
    POSTGRES.execute(
        "CREATE POLICY good_are_stored ON lead FOR INSERT WITH CHECK (fields->>'bad' IS NULL)");
  }

  private void assertOnlyTheBadWait(IntFunction<Lead> lead) {
    BadAmongGood.warmUp(persistence);
    BadAmongGood sent = BadAmongGood.send(persistence, lead).assertOnlyTheBadWait();
    assertThat(persistence.events(Event.RowFailing.class))
        .allMatch(event -> event.cause().equals("42501"));
    assertThat(
            POSTGRES
                .database()
                .number(
                    "SELECT count(*) FROM idempotency_key AS k WHERE NOT EXISTS (SELECT FROM lead"
                        + " WHERE id = k.lead_id)"))
        .isZero();
    POSTGRES.execute("ALTER TABLE lead DISABLE ROW LEVEL SECURITY");

    sent.assertBad(STORED);
    // Beside these leads are two that warm up, and one that comes while the bad leads wait.
    assertThat(POSTGRES.database().number("SELECT count(*) FROM lead"))
        .isEqualTo(BadAmongGood.LEADS + 3);
  }
}
