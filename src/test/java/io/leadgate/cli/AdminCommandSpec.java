package io.leadgate.cli;

import static io.leadgate.cli.OperatorFixture.GATEWAY;
import static io.leadgate.cli.OperatorFixture.run;
import static io.leadgate.cli.OperatorFixture.runWithInput;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manages admins by commands, beside a gateway that runs. */
class AdminCommandSpec {

  private static final String PASSWORD = "a-password-of-an-admin-4711";
  private static final String OTHER = "another-password-of-an-admin";

  private final String name = "ada-" + UUID.randomUUID();

  private static int login(String name, String password) {
    return GATEWAY.management().basic(name, password).get("/admin/audit").status();
  }

  private static JsonNode lastAudit() {
    return GATEWAY.management().admin().get("/admin/audit?limit=1").json().path("items").path(0);
  }

  @Test
  void adminThatIsMadeLogsIn() {
    Ran ran = runWithInput(PASSWORD + "\n", "admin", "set-password", "--password-stdin", name);

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).isEqualTo("the admin %s was made\n".formatted(name));
    assertThat(login(name, PASSWORD)).isEqualTo(200);
    JsonNode audit = lastAudit();
    assertThat(login(name, OTHER)).isEqualTo(401);
    assertThat(audit.path("actor_type").asText()).isEqualTo("operator");
    assertThat(audit.path("actor").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(audit.path("action").asText()).isEqualTo("admin_user.set_password");
    assertThat(audit.path("subject").asText()).isEqualTo(name);
    assertThat(audit.path("remote_address").isNull()).isTrue();
    assertThat(audit.path("request_id").isNull()).isTrue();
    assertThat(audit.toString()).doesNotContain(PASSWORD);
  }

  @Test
  void newPasswordEndsTheOldPassword() {
    runWithInput(PASSWORD, "admin", "set-password", "--password-stdin", name);
    assertThat(login(name, PASSWORD)).isEqualTo(200);

    Ran ran = runWithInput(OTHER + "\r\n", "admin", "set-password", "--password-stdin", name);

    assertThat(ran.out()).isEqualTo("the admin %s has the new password\n".formatted(name));
    assertThat(login(name, PASSWORD)).isEqualTo(401);
    assertThat(login(name, OTHER)).isEqualTo(200);
  }

  @Test
  void disabledAdminLogsInNoMoreUntilItGetsAPassword() {
    runWithInput(PASSWORD, "admin", "set-password", "--password-stdin", name);
    assertThat(login(name, PASSWORD)).isEqualTo(200);

    Ran disabled = run("admin", "disable", name);

    assertThat(disabled.status()).isZero();
    assertThat(disabled.out()).isEqualTo("the admin %s is disabled\n".formatted(name));
    assertThat(login(name, PASSWORD)).isEqualTo(401);
    assertThat(login(name, "")).isEqualTo(401);
    assertThat(run("admin", "list").out()).containsPattern(name + " +false ");
    assertThat(run("admin", "disable", name).out())
        .isEqualTo("the admin %s was disabled already\n".formatted(name));

    runWithInput(PASSWORD, "admin", "set-password", "--password-stdin", name);
    assertThat(login(name, PASSWORD)).isEqualTo(200);
    assertThat(run("admin", "list").out()).containsPattern(name + " +true ");
  }

  @Test
  void aRoleIsSetWithThePasswordOrByItself() {
    runWithInput(PASSWORD, "admin", "set-password", "--password-stdin", "--role=viewer", name);
    assertThat(run("admin", "list").out()).containsPattern(name + " +true +viewer ");
    assertThat(login(name, PASSWORD)).isEqualTo(403);
    assertThat(lastAudit().path("details")).hasToString("{\"role\":\"viewer\",\"is_new\":true}");

    Ran set = run("admin", "set-role", name, "admin");

    assertThat(set.status()).as(set.err()).isZero();
    assertThat(set.out()).isEqualTo("the admin %s has the role admin\n".formatted(name));
    assertThat(set.err()).isEmpty();
    JsonNode audit = lastAudit();
    assertThat(audit.path("action").asText()).isEqualTo("admin_user.set_role");
    assertThat(audit.path("subject").asText()).isEqualTo(name);
    assertThat(audit.path("details"))
        .hasToString("{\"role\":{\"to\":\"admin\",\"from\":\"viewer\"}}");
    assertThat(login(name, PASSWORD)).isEqualTo(200);
    assertThat(run("admin", "set-role", name, "admin").out())
        .isEqualTo("the admin %s had the role admin already\n".formatted(name));
  }

  @Test
  void aNewAdminMayDoAllAndANewPasswordKeepsTheRole() {
    runWithInput(PASSWORD, "admin", "set-password", "--password-stdin", name);
    assertThat(run("admin", "list").out()).containsPattern(name + " +true +admin ");
    run("admin", "set-role", name, "operator");

    runWithInput(OTHER, "admin", "set-password", "--password-stdin", name);

    assertThat(run("admin", "list").out()).containsPattern(name + " +true +operator ");
  }

  @Test
  void aRoleThatIsNoneIsRefused() {
    Ran ran = run("admin", "set-role", name, "owner");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("a role is admin, operator or viewer").hasLineCount(1);
    assertThat(run("admin", "set-role", name, "viewer").err())
        .isEqualTo("leadgate: there is no admin %s\n".formatted(name));
  }

  @Test
  void unknownAdminIsNotDisabled() {
    Ran ran = run("admin", "disable", name);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("leadgate: there is no admin %s\n".formatted(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "short | a password has 12 to 200 characters; this has 5",
        "'' | a password has 12 to 200 characters; this has 0",
      })
  void unusablePasswordIsRefused(String password, String fault) {
    Ran ran = runWithInput(password, "admin", "set-password", "--password-stdin", name);

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).isEqualTo("leadgate: " + fault + "\n");
    assertThat(run("admin", "list").out()).doesNotContain(name);
  }

  @Test
  void nameThatBasicCannotCarryIsRefused() {
    Ran ran = runWithInput(PASSWORD, "admin", "set-password", "--password-stdin", "a:b");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("no colon").hasLineCount(1);
  }

  @Test
  void passwordIsAskedForAtATerminalAlone() {
    Ran ran = runWithInput(PASSWORD, "admin", "set-password", name);

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("--password-stdin").hasLineCount(1);
  }

  @Test
  void groupAloneNamesItsCommands() {
    Ran ran = run("admin");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "leadgate: one of these is wanted: disable, list, set-password, set-role; see leadgate admin"
                + " --help\n");
  }
}
