package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.support.OwnPostgres;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests rows that a policy of row level security refuses (42501): the rows beside them are stored
 * soon, and the refused rows alone are not acknowledged. The role of the gateway is no superuser,
 * because policies do not count for superusers.
 */
class RowSecurityTest {

  private static final IngestResult STORED = new IngestResult.Stored();
  private static final IngestResult UNAVAILABLE =
      new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);
  private static final String ROLE = "gateway";
  private static final String BAD = "{\"bad\":\"bad\"}";
  private static final int LEADS = 300;
  private static final int BAD_LEADS = 5;

  /** Loose because of busy machines, and shorter than the wait of the refused rows. */
  private static final Duration NEIGHBOUR_MAX = Duration.ofSeconds(3);

  private static final Duration WAIT = Duration.ofSeconds(4);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final OwnPostgres POSTGRES = new OwnPostgres();
  private static final String URI = POSTGRES.uriOfOwner(ROLE);

  private final RunningPersistence persistence =
      new RunningPersistence(
          POSTGRES.database(),
          Map.of("LEADGATE_POSTGRES_URI", URI, "LEADGATE_STORAGE_WAIT", WAIT.toSeconds() + "s"));

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
    assertThat(POSTGRES.database().number("SELECT count(*) FROM idempotency_key"))
        .isEqualTo(LEADS - BAD_LEADS + 1);
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
    return number % (LEADS / BAD_LEADS) == 7;
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
    warmUp();
    List<Future<IngestResult>> good = new ArrayList<>();
    List<Future<IngestResult>> bad = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < LEADS; i++) {
      (isBad(i) ? bad : good).add(persistence.store(lead.apply(i)));
    }

    assertThat(good).allMatch(result -> await(result).equals(STORED));
    assertThat(since(began)).isLessThan(NEIGHBOUR_MAX);
    assertThat(bad).hasSize(BAD_LEADS).noneMatch(Future::isComplete);
    assertThat(bad).allMatch(result -> await(result).equals(UNAVAILABLE));
    assertThat(since(began)).isBetween(WAIT, WAIT.plus(SECOND));
    assertThat(persistence.events(Event.RowFailing.class))
        .hasSameSizeAs(bad)
        .allMatch(event -> event.cause().equals("42501"));
    assertThat(POSTGRES.database().number("SELECT count(*) FROM lead WHERE fields->>'bad' IS NULL"))
        .isEqualTo(LEADS - BAD_LEADS + 2);
    assertThat(POSTGRES.database().number("SELECT count(*) FROM lead"))
        .isEqualTo(LEADS - BAD_LEADS + 2);
  }

  /** Loads the classes and opens the connections of both lanes. */
  private void warmUp() {
    assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
    assertThat(await(persistence.store(persistence.lead(LEAD, "warm")))).isEqualTo(STORED);
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
