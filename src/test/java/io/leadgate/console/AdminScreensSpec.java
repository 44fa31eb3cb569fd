package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manages admins on the pages of a separate gateway, which also loses its last admin. */
class AdminScreensSpec {

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String LIST = "/console/admins";

  private final String self = Admins.make(GATEWAY, "admin");
  private final ConsoleClient browser = ConsoleClient.signedIn(GATEWAY, self);
  private final String name = "grace-" + UUID.randomUUID();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static int basic(String name, String password) {
    return GATEWAY.management().basic(name, password).get("/admin/quarantine").status();
  }

  private static String lastAudit(String subject) {
    return GATEWAY
        .management()
        .admin()
        .get("/admin/audit?limit=1")
        .json()
        .path("items")
        .path(0)
        .toString()
        .replace(subject, "SUBJECT");
  }

  @Test
  void anAdminIsMadeWithAPasswordAndARole() {
    Answer made = browser.post(LIST, "name", name, "role", "viewer", "password", Admins.PASSWORD);

    assertThat(made.status()).as(made.body()).isEqualTo(303);
    assertThat(made.header("Location")).isEqualTo(LIST + "/" + name + "?done=created");
    assertThat(browser.get(made.header("Location")).body())
        .contains("<h1>" + name + "</h1>", "viewer", "No browser is signed in");
    assertThat(lastAudit(name))
        .contains("admin_user.create", self, "\"details\":{\"role\":\"viewer\"}")
        .doesNotContain(Admins.PASSWORD);
    assertThat(basic(name, Admins.PASSWORD)).isEqualTo(200);
  }

  @Test
  void aPasswordThatTheGatewayMakesIsShownOnce() {
    Answer made = browser.post(LIST, "name", name, "role", "operator", "password", "");
    String password =
        made.body().replaceFirst("(?s).*id=\"admin-password\"[^>]*>([A-Za-z0-9_-]{24})<.*", "$1");

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.body()).contains("data-saved", "data-open=\"yes\"", "Shown this once");
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(basic(name, password)).isEqualTo(200);
    assertThat(browser.get(LIST + "/" + name).body()).doesNotContain(password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''      | viewer | ''                 | The name has 1 to 100 characters
          a:b     | viewer | ''                 | The name has 1 to 100 characters
          ..      | viewer | ''                 | The name has 1 to 100 characters
          a\u200Bb | viewer | ''               | The name has 1 to 100 characters
          a\u202Eb | viewer | ''               | The name has 1 to 100 characters
          a\uE000b | viewer | ''               | The name has 1 to 100 characters
          admin   | viewer | ''                 | The name is that of another admin
          new one | owner  | ''                 | The role is admin, operator or viewer
          new one | viewer | short              | The password has 12 to 200 characters; this has 5
          """)
  void aFormWithAFaultIsShownAgain(String typed, String role, String password, String fault) {
    Answer again = browser.post(LIST, "name", typed, "role", role, "password", password);

    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body()).contains(fault, "value=\"" + typed + "\"", "data-open=\"yes\"");
    assertThat(again.body()).doesNotContain("value=\"short\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a b+c",
        "per%cent",
        "<script>alert(1)</script>",
        "ünï — 名",
        "a?b#c",
        "\"'&"
      })
  void aNameMayHaveAnyPrintableCharacter(String part) {
    String odd = part + UUID.randomUUID();
    Answer made = browser.post(LIST, "name", odd, "role", "viewer", "password", Admins.PASSWORD);
    String path = made.header("Location").replaceFirst("\\?.*", "");

    assertThat(path).matches("/console/admins/[A-Za-z0-9.*_%-]+");
    assertThat(browser.get(path).status()).isEqualTo(200);
    assertThat(browser.get(path).body()).doesNotContain("<script>alert");
    assertThat(browser.post(path + "/role", "role", "operator").header("Location"))
        .isEqualTo(path + "?done=role_set");
    assertThat(browser.get(LIST + "?text=" + ConsoleClient.encoded(odd)).body()).contains(path);
    assertThat(browser.get("/console/audit?subject=" + ConsoleClient.encoded(odd)).body())
        .contains("admin_user.set_role", path)
        .doesNotContain("<script>alert");
  }

  @Test
  void theRoleIsSetAndAudited() {
    Admins.make(GATEWAY, name, "viewer");

    Answer set = browser.post(LIST + "/" + name + "/role", "role", "operator");

    assertThat(set.header("Location")).isEqualTo(LIST + "/" + name + "?done=role_set");
    assertThat(lastAudit(name))
        .contains("admin_user.set_role", "\"from\":\"viewer\"", "\"to\":\"operator\"", "127.0.0.1");
    assertThat(browser.post(LIST + "/" + name + "/role", "role", "x").status()).isEqualTo(422);
    assertThat(browser.post(LIST + "/nobody/role", "role", "admin").status()).isEqualTo(404);
  }

  @Test
  void aDisabledAdminIsEnabledByANewPassword() {
    Admins.make(GATEWAY, name, "viewer");
    ConsoleClient grace = ConsoleClient.signedIn(GATEWAY, name);

    Answer disabled = browser.post(LIST + "/" + name + "/disable");

    assertThat(disabled.header("Location")).isEqualTo(LIST + "/" + name + "?done=admin_disabled");
    assertThat(grace.isSignedIn()).isFalse();
    assertThat(lastAudit(name)).contains("admin_user.disable");
    assertThat(basic(name, Admins.PASSWORD)).isEqualTo(401);
    assertThat(browser.get(LIST + "/" + name).body()).contains("enables this admin again");

    browser.post(LIST + "/" + name + "/password", "password", "a new password 4711");
    assertThat(basic(name, "a new password 4711")).isEqualTo(200);
    assertThat(lastAudit(name)).contains("admin_user.set_password").doesNotContain("4711");
  }

  @Test
  void theSessionsAreListedAndEnded() {
    Admins.make(GATEWAY, name, "viewer");
    ConsoleClient one = ConsoleClient.signedIn(GATEWAY, name);
    ConsoleClient.signedIn(GATEWAY, name);
    String page = browser.get(LIST + "/" + name).body();
    assertThat(page).contains("End 2 live sessions?", "<code>127.0.0.1</code>");
    assertThat(browser.get(LIST + "?text=" + name).body())
        .contains("<td data-label=\"Live sessions\" class=\"number\">2</td>");

    Answer ended = browser.post(LIST + "/" + name + "/sessions/end");

    assertThat(ended.header("Location")).isEqualTo(LIST + "/" + name + "?done=sessions_ended");
    assertThat(one.isSignedIn()).isFalse();
    assertThat(lastAudit(name)).contains("session.end", self, "\"details\":{\"sessions\":2}");
  }

  @Test
  void theOwnPasswordIsChangedWithTheCurrentPassword() {
    String path = LIST + "/" + self;
    Answer without = browser.post(path + "/password", "password", "a new password 4711");
    assertThat(without.status()).isEqualTo(422);
    assertThat(without.body()).contains("The current password is wrong.");
    assertThat(browser.isSignedIn()).isTrue();

    Answer set =
        browser.post(
            path + "/password", "current", Admins.PASSWORD, "password", "a new password 4711");

    assertThat(set.header("Location")).isEqualTo("/console/login?done=password_set");
    assertThat(browser.isSignedIn()).isFalse();
    assertThat(basic(self, "a new password 4711")).isEqualTo(200);
  }

  @Test
  void theLastAdminIsNeitherDisabledNorLowered() {
    FIXTURES.change(
        "UPDATE admin_user SET role = 'operator' WHERE username <> ? AND username <> 'admin'",
        self);
    FIXTURES.change("UPDATE admin_user SET password_hash = '' WHERE username = 'admin'");
    try {
      for (Answer refused :
          new Answer[] {
            browser.post(LIST + "/" + self + "/disable"),
            browser.post(LIST + "/" + self + "/role", "role", "viewer")
          }) {
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("This is the last enabled admin of the role admin");
      }
      Admins.make(GATEWAY, name, "admin");
      assertThat(browser.post(LIST + "/" + self + "/role", "role", "viewer").status())
          .isEqualTo(303);
      assertThat(browser.get(LIST).status()).isEqualTo(403);
    } finally {
      FIXTURES.change(
          "UPDATE admin_user SET password_hash = ? WHERE username = 'admin'",
          Admins.hash(RunningGateway.ADMIN_PASSWORD));
    }
  }

  @Test
  void aListOfManyAdminsHasPages() {
    String prefix = "many-" + UUID.randomUUID();
    FIXTURES.change(
        "INSERT INTO admin_user (username, password_hash, role)"
            + " SELECT ? || lpad(i::text, 3, '0'), '', 'viewer' FROM generate_series(1, 101) AS i",
        prefix);
    String first = browser.get(LIST + "?text=" + prefix.toUpperCase(Locale.ROOT)).body();
    String next =
        first.replaceFirst("(?s).*<a class=\"button\" href=\"([^\"]*)\">Next</a>.*", "$1");

    assertThat(first).contains(prefix + "100<").doesNotContain(prefix + "101<");
    assertThat(browser.get(next.replace("&amp;", "&")).body())
        .contains(prefix + "101<")
        .doesNotContain("Next", prefix + "100<");
    assertThat(browser.get(LIST + "?text=nobody-at-all").body()).contains("No admin fits");
  }
}
