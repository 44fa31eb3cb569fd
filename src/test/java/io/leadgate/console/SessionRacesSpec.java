package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Does two things with an admin at the same moment, on two nodes of one database. */
class SessionRacesSpec {

  private static final RunningGateway ONE = RunningGateway.start(Map.of());
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), Map.of());
  private static final Fixtures FIXTURES = ONE.fixtures();
  private static final String LIST = "/console/admins/";

  private final String name = Admins.make(ONE, "admin");

  @AfterAll
  static void stop() {
    OTHER.close();
    ONE.close();
  }

  private CompletableFuture<Answer> signInAt(RunningGateway node) {
    return CompletableFuture.supplyAsync(
        () -> ConsoleClient.at(node).signIn(name, Admins.PASSWORD));
  }

  @Test
  void twoSignInsOfAnAdminBothSucceed() throws Exception {
    try (OpenTransaction held = new OpenTransaction(ONE)) {
      held.run("SELECT FROM admin_user WHERE username = ? FOR UPDATE", name);
      List<CompletableFuture<Answer>> signIns = List.of(signInAt(ONE), signInAt(OTHER));
      held.awaitWaiting(2);
      held.commit();

      assertThat(signIns).extracting(signIn -> signIn.join().status()).containsExactly(303, 303);
    }
  }

  @Test
  void aPasswordThatIsChangedMeanwhileBeginsNoSession() throws Exception {
    try (OpenTransaction held = new OpenTransaction(ONE)) {
      held.run(
          "UPDATE admin_user SET password_hash = ? WHERE username = ?",
          Admins.hash("another password 4711"),
          name);
      CompletableFuture<Answer> signIn = signInAt(OTHER);
      held.awaitWaiting(1);
      held.commit();

      assertThat(signIn.join().status()).isEqualTo(403);
      assertThat(signIn.join().body()).contains("The password or the role was changed meanwhile.");
      assertThat(sessions()).isZero();
    }
  }

  private long sessions() {
    return FIXTURES.number("SELECT count(*) FROM admin_session WHERE username = ?", name);
  }

  @Test
  void aNewPasswordForAnAdminThatIsDeletedMeanwhileMakesNoAdmin() throws Exception {
    String gone = Admins.make(ONE, "viewer");
    ConsoleClient admin = ConsoleClient.signedIn(ONE, name);
    try (OpenTransaction held = new OpenTransaction(ONE)) {
      held.run("SELECT raise_state_version()");
      CompletableFuture<Answer> set =
          CompletableFuture.supplyAsync(
              () -> admin.post(LIST + gone + "/password", "password", "a new password 4711"));
      held.awaitWaiting(1);
      held.run("DELETE FROM admin_user WHERE username = ?", gone);
      held.commit();

      assertThat(set.join().status()).isEqualTo(404);
      assertThat(FIXTURES.number("SELECT count(*) FROM admin_user WHERE username = ?", gone))
          .isZero();
    }
  }

  @Test
  void ofTheLastTwoAdminsOneStaysWhenBothAreLoweredAtOnce() throws Exception {
    String second = Admins.make(ONE, "admin");
    ConsoleClient here = ConsoleClient.signedIn(ONE, name);
    ConsoleClient there = ConsoleClient.signedIn(OTHER, second);
    FIXTURES.change(
        "UPDATE admin_user SET role = 'viewer' WHERE username <> ALL (?)",
        (Object) new String[] {name, second});
    try (OpenTransaction held = new OpenTransaction(ONE)) {
      held.run("SELECT raise_state_version()");
      List<CompletableFuture<Answer>> lowered =
          Stream.of(lower(here, name), lower(there, second)).toList();
      held.awaitWaiting(2);
      held.commit();

      assertThat(lowered)
          .extracting(change -> change.join().status())
          .containsExactlyInAnyOrder(303, 422);
      assertThat(FIXTURES.number("SELECT count(*) FROM admin_user WHERE role = 'admin'"))
          .isEqualTo(1);
    } finally {
      FIXTURES.change("UPDATE admin_user SET role = 'admin' WHERE username = 'admin'");
    }
  }

  private static CompletableFuture<Answer> lower(ConsoleClient browser, String admin) {
    return CompletableFuture.supplyAsync(
        () -> browser.post(LIST + admin + "/role", "role", "viewer"));
  }

  @Test
  void anAdminHasTwentySessionsAtMostAndTheOldestGoes() {
    String first = ConsoleClient.at(ONE).cookie(name, Admins.PASSWORD);
    String second = ConsoleClient.at(ONE).cookie(name, Admins.PASSWORD);
    for (int i = 0; i < 18; i++) {
      ConsoleClient.at(ONE).cookie(name, Admins.PASSWORD);
    }
    assertThat(isSignedIn(first)).isTrue();

    ConsoleClient.at(ONE).cookie(name, Admins.PASSWORD);

    assertThat(sessions()).isEqualTo(20);
    assertThat(isSignedIn(first)).isFalse();
    assertThat(isSignedIn(second)).isTrue();
  }

  private static boolean isSignedIn(String cookie) {
    return ConsoleClient.at(ONE).with("Cookie", cookie).isSignedIn();
  }

  @Test
  void aSignInRemovesTheSessionsThatHaveExpired() {
    String other = Admins.make(ONE, "viewer");
    ConsoleClient.signedIn(ONE, other);
    FIXTURES.change(
        "UPDATE admin_session SET expires_at = now() - interval '1 second' WHERE username = ?",
        other);

    ConsoleClient.signedIn(ONE, name);

    assertThat(FIXTURES.number("SELECT count(*) FROM admin_session WHERE username = ?", other))
        .isZero();
  }

  @Test
  void aSessionIsRenewedBeforeAShortIdleTimeEnds() {
    try (RunningGateway gateway =
        RunningGateway.start(
            Map.of("LEADGATE_CONSOLE_SESSION_IDLE", "1m", "LEADGATE_CONSOLE_SESSION_MAX", "10m"))) {
      Fixtures fixtures = gateway.fixtures();
      ConsoleClient browser = ConsoleClient.signedIn(gateway, Admins.make(gateway, "viewer"));
      fixtures.change("UPDATE admin_session SET last_seen_at = now() - interval '20 seconds'");

      assertThat(browser.isSignedIn()).isTrue();

      assertThat(
              fixtures.number(
                  "SELECT count(*) FROM admin_session"
                      + " WHERE last_seen_at > now() - interval '10 seconds'"))
          .isEqualTo(1);
      assertThat(
              fixtures.number(
                  "SELECT extract(epoch FROM expires_at - created_at)::int FROM admin_session"))
          .isEqualTo(10 * 60);
      fixtures.change("UPDATE admin_session SET last_seen_at = now() - interval '61 seconds'");
      assertThat(browser.isSignedIn()).isFalse();
    }
  }

  @Test
  void aSignInIsAuditedWithItsRoleAndWay() {
    ConsoleClient.signedIn(ONE, name);

    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM audit_log WHERE action = 'session.begin' AND actor = ?"
                    + " AND details = '{\"role\": \"admin\", \"way\": \"password\"}'",
                name))
        .isEqualTo(1);
  }
}
