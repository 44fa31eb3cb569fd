package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.signin.PasswordHash;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Uses sessions on two nodes of one database. */
class SessionSpec {

  private static final RunningGateway ONE = RunningGateway.start(Map.of());
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), Map.of());
  private static final Fixtures FIXTURES = ONE.fixtures();

  private final String name = Admins.make(ONE, "operator");
  private final String cookie = ConsoleClient.at(ONE).cookie(name, Admins.PASSWORD);

  /** The cookie's name has the port of the node; behind a proxy both nodes have one port. */
  private final ConsoleClient here = ConsoleClient.at(ONE).with("Cookie", cookie);

  private final ConsoleClient there =
      ConsoleClient.at(OTHER)
          .with(
              "Cookie",
              cookie.replace("_" + ONE.management().port(), "_" + OTHER.management().port()));

  @AfterAll
  static void stop() {
    OTHER.close();
    ONE.close();
  }

  private void assertSignedIn(boolean wanted) {
    assertThat(here.isSignedIn()).isEqualTo(wanted);
    assertThat(there.isSignedIn()).isEqualTo(wanted);
  }

  @Test
  void aSessionIsGoodOnEachNodeUntilTheSignOut() {
    assertSignedIn(true);

    Answer out = there.post("/console/logout");

    assertThat(out.status()).isEqualTo(303);
    assertThat(out.header("Location")).isEqualTo("/console/login?local=1&done=signed_out");
    assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
    // The cookie of the test is the thief's copy.
    assertSignedIn(false);
    assertThat(here.post("/console/zone", "zone", "UTC").status()).isEqualTo(403);
    assertThat(audit("session.begin")).isEqualTo(1);
    assertThat(audit("session.end")).isEqualTo(1);
  }

  private long audit(String action) {
    return FIXTURES.number(
        "SELECT count(*) FROM audit_log WHERE action = ? AND subject = ? AND actor = ?",
        action,
        name,
        name);
  }

  @Test
  void anotherSessionOfTheAdminStays() {
    ConsoleClient second = ConsoleClient.signedIn(ONE, name);
    here.post("/console/logout");

    assertSignedIn(false);
    assertThat(second.isSignedIn()).isTrue();
  }

  @Test
  void aNewPasswordInTheConsoleEndsTheSessions() {
    ConsoleClient admin = ConsoleClient.signedIn(OTHER, Admins.make(ONE, "admin"));
    assertSignedIn(true);

    Answer set =
        admin.post("/console/admins/" + name + "/password", "password", "new password 4711");

    assertThat(set.status()).as(set.body()).isEqualTo(303);
    assertSignedIn(false);
    assertThat(ConsoleClient.at(ONE).signIn(name, Admins.PASSWORD).status()).isEqualTo(403);
    assertThat(ConsoleClient.at(ONE).signIn(name, "new password 4711").status()).isEqualTo(303);
  }

  @Test
  void aNewPasswordBySqlEndsTheSessions() {
    assertSignedIn(true);

    FIXTURES.change(
        "UPDATE admin_user SET password_hash = ? WHERE username = ?",
        PasswordHash.of("another password", new SecureRandom()),
        name);

    assertSignedIn(false);
  }

  @Test
  void disablingAndDeletingEndsTheSessions() {
    assertSignedIn(true);
    FIXTURES.change("UPDATE admin_user SET password_hash = '' WHERE username = ?", name);
    assertSignedIn(false);

    FIXTURES.change(
        "UPDATE admin_user SET password_hash = ? WHERE username = ?",
        Admins.hash(Admins.PASSWORD),
        name);
    ConsoleClient again = ConsoleClient.signedIn(ONE, name);
    FIXTURES.change("DELETE FROM admin_user WHERE username = ?", name);
    assertThat(again.isSignedIn()).isFalse();
  }

  @Test
  void aNewRoleIsInForceWithTheNextRequest() {
    assertThat(here.get("/console/credentials").status()).isEqualTo(403);

    FIXTURES.change("UPDATE admin_user SET role = 'admin' WHERE username = ?", name);

    assertThat(here.get("/console/credentials").status()).isEqualTo(200);
    assertThat(there.get("/console/credentials").status()).isEqualTo(200);
  }

  @Test
  void aSessionEndsSomeTimeAfterItsLastRequest() {
    assertSignedIn(true);
    seen("59 minutes 50 seconds");
    assertSignedIn(true);
    seen("61 minutes");
    assertSignedIn(false);
  }

  private void seen(String ago) {
    FIXTURES.change(
        "UPDATE admin_session SET last_seen_at = now() - ?::interval WHERE username = ?",
        ago,
        name);
  }

  @Test
  void aRequestKeepsASessionAlive() {
    seen("30 minutes");
    assertThat(here.isSignedIn()).isTrue();
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM admin_session WHERE username = ?"
                    + " AND last_seen_at > now() - interval '1 minute'",
                name))
        .isEqualTo(1);
  }

  @Test
  void aSessionEndsAtTheLatestSomeTimeAfterTheSignIn() {
    assertThat(
            FIXTURES.number(
                "SELECT extract(epoch FROM expires_at - created_at)::int FROM admin_session"
                    + " WHERE username = ?",
                name))
        .isEqualTo(12 * 60 * 60);
    FIXTURES.change(
        "UPDATE admin_session SET expires_at = now() - interval '1 second' WHERE username = ?",
        name);
    assertSignedIn(false);
  }

  @Test
  void aTokenThatIsNoneOpensNothing() {
    for (String value : new String[] {"", "x", "a".repeat(43), "%00", "a".repeat(4000)}) {
      assertThat(
              ConsoleClient.at(ONE)
                  .with("Cookie", cookie.replaceFirst("=.*", "=" + value))
                  .get("/console/zone")
                  .status())
          .isEqualTo(303);
    }
  }
}
