package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.AdminRole;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sees to its own password and sessions, as an admin of any role. */
class MeSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final String ME = "/console/me";

  @ParameterizedTest
  @EnumSource
  void anAdminOfAnyRoleChangesItsOwnPassword(AdminRole role) {
    String name = Admins.make(GATEWAY, role.code());
    ConsoleClient browser = ConsoleClient.signedIn(GATEWAY, name);
    ConsoleClient second = ConsoleClient.signedIn(GATEWAY, name);
    assertThat(browser.get("/console/zone").body()).contains("href=\"/console/me\"");
    assertThat(browser.get(ME).body()).contains("<h1>" + name + "</h1>", role.code());

    Answer wrong =
        browser.post(ME + "/password", "current", "not it", "password", "a new password 4711");
    Answer weak = browser.post(ME + "/password", "current", Admins.PASSWORD, "password", "short");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("The current password is wrong.");
    assertThat(weak.status()).isEqualTo(422);
    assertThat(weak.body()).contains("The password has 12 to 200 characters; this has 5.");
    assertThat(second.isSignedIn()).isTrue();

    Answer set =
        browser.post(
            ME + "/password", "current", Admins.PASSWORD, "password", "a new password 4711");

    assertThat(set.status()).isEqualTo(303);
    assertThat(set.header("Location")).isEqualTo("/console/login?done=password_set");
    assertThat(browser.isSignedIn()).isFalse();
    assertThat(second.isSignedIn()).isFalse();
    assertThat(ConsoleClient.at(GATEWAY).signIn(name, "a new password 4711").status())
        .isEqualTo(303);
  }

  @Test
  void aPasswordThatTheGatewayMakesIsShownAndTheSignInIsNext() {
    String name = Admins.make(GATEWAY, "viewer");
    Answer made =
        ConsoleClient.signedIn(GATEWAY, name)
            .post(ME + "/password", "current", Admins.PASSWORD, "password", "");

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.body()).contains("Shown this once", "action=\"/console/login\"");
  }

  @Test
  void theOtherSessionsEndAndThisOneStays() {
    String name = Admins.make(GATEWAY, "viewer");
    ConsoleClient browser = ConsoleClient.signedIn(GATEWAY, name);
    assertThat(browser.get(ME).body()).doesNotContain("End my other sessions");
    ConsoleClient other = ConsoleClient.signedIn(GATEWAY, name);
    ConsoleClient stranger = ConsoleClient.signedIn(GATEWAY, Admins.make(GATEWAY, "viewer"));
    assertThat(browser.get(ME).body()).contains("End 1 live session?");

    Answer ended = browser.post(ME + "/sessions/end");

    assertThat(ended.header("Location")).isEqualTo(ME + "?done=other_sessions_ended");
    assertThat(browser.isSignedIn()).isTrue();
    assertThat(other.isSignedIn()).isFalse();
    assertThat(stranger.isSignedIn()).isTrue();
    assertThat(
            GATEWAY
                .fixtures()
                .number(
                    "SELECT count(*) FROM audit_log WHERE action = 'session.end' AND actor = ?"
                        + " AND details = '{\"sessions\": 1}'",
                    name))
        .isEqualTo(1);
  }
}
