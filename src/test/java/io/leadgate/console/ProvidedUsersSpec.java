package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Sha256;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Looks at users of whom this gateway has sessions, and no row of its own. */
class ProvidedUsersSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  private final String name = "oidc:ada-" + UUID.randomUUID();
  private final String path = "/console/admins/" + ConsoleClient.encoded(name);
  private final ConsoleClient admin =
      ConsoleClient.signedIn(GATEWAY, Admins.make(GATEWAY, "admin"));
  private final ConsoleClient user = signIn("operator");

  /** Signs the user in as {@code OidcSpec} does over HTTP. */
  private ConsoleClient signIn(String role) {
    String token = "t".repeat(30) + UUID.randomUUID();
    GATEWAY
        .fixtures()
        .change(
            "INSERT INTO admin_session (token_sha256, username, role, remote, expires_at)"
                + " VALUES (?, ?, ?, '192.0.2.1', now() + interval '1 hour')",
            Sha256.of(token),
            name,
            role);
    return ConsoleClient.at(GATEWAY)
        .with("Cookie", "leadgate_console_%d=%s".formatted(GATEWAY.management().port(), token));
  }

  @Test
  void theAdminsPageListsTheirLiveSessions() {
    signIn("viewer");
    assertThat(user.isSignedIn()).isTrue();

    String list = admin.get("/console/admins").body();

    assertThat(list).contains("<h2>Signed in by the identity provider</h2>", path);
    assertThat(list.substring(list.indexOf(path)))
        .contains("<span class=\"tag\">viewer</span>", "class=\"number\">2</td>");
    assertThat(admin.get("/console/admins?text=nobody").body())
        .doesNotContain("Signed in by the identity provider");
  }

  @Test
  void allTheirSessionsAreEndedAndAudited() {
    Answer page = admin.get(path);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("<code>192.0.2.1</code>", "End 1 live session?");

    Answer ended = admin.post(path + "/sessions/end");

    assertThat(ended.status()).isEqualTo(303);
    assertThat(ended.header("Location")).isEqualTo(path + "?done=sessions_ended");
    assertThat(user.isSignedIn()).isFalse();
    assertThat(
            GATEWAY
                .fixtures()
                .number(
                    "SELECT count(*) FROM audit_log WHERE action = 'session.end' AND subject = ?",
                    name))
        .isEqualTo(1);
    // The links of the audit log still lead to a page.
    assertThat(admin.get("/console/audit?subject=" + ConsoleClient.encoded(name)).body())
        .contains("href=\"" + path);
    assertThat(admin.get(path).body()).contains("No browser has a session of this user.");
  }

  @Test
  void theyAreToldWhereThePasswordIs() {
    assertThat(user.get("/console/me").body())
        .contains("Your password is at the identity provider; change it there.", "Sign out")
        .doesNotContain("type=\"password\"");
  }
}
