package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Reads hashes as version 0.1.0 does, which knows no roles: an admin of another role than admin
 * must not log in there.
 */
class SchemeOfRoleSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  private final String name = "grace-" + UUID.randomUUID();
  private final String path = "/console/admins/" + name;
  private final ConsoleClient browser =
      ConsoleClient.signedIn(GATEWAY, Admins.make(GATEWAY, "admin"));

  /** The rule of version 0.1.0, before it compares anything. */
  private boolean isReadByTheVersionBefore() throws SQLException {
    String[] parts = hash().split("\\$", -1);
    return parts.length == 4 && parts[0].equals("pbkdf2-sha256");
  }

  private String hash() throws SQLException {
    try (Connection connection = GATEWAY.database().connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT password_hash FROM admin_user WHERE username = ?")) {
      statement.setString(1, name);
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getString(1);
    }
  }

  private int basic() {
    return GATEWAY.management().basic(name, Admins.PASSWORD).get("/admin/quarantine").status();
  }

  private void make(String role) {
    browser.post("/console/admins", "name", name, "role", role, "password", Admins.PASSWORD);
  }

  @Test
  void anAdminIsReadByTheVersionBeforeAndALowerRoleIsNot() throws SQLException {
    make("admin");
    assertThat(isReadByTheVersionBefore()).isTrue();

    browser.post(path + "/role", "role", "viewer");
    assertThat(isReadByTheVersionBefore()).isFalse();
    assertThat(basic()).isEqualTo(200);

    browser.post(path + "/role", "role", "operator");
    assertThat(isReadByTheVersionBefore()).isFalse();

    browser.post(path + "/role", "role", "admin");
    assertThat(isReadByTheVersionBefore()).isTrue();
    assertThat(basic()).isEqualTo(200);
  }

  @Test
  void anOperatorThatIsMadeOrGetsAPasswordIsNotRead() throws SQLException {
    make("operator");
    assertThat(isReadByTheVersionBefore()).isFalse();

    browser.post(path + "/password", "password", "a new password 4711");
    assertThat(isReadByTheVersionBefore()).isFalse();
    assertThat(ConsoleClient.at(GATEWAY).signIn(name, "a new password 4711").status())
        .isEqualTo(303);
  }

  /** The version before sets a hash without a look at the role. */
  @Test
  void aPasswordThatTheVersionBeforeSetsIsNotReadEither() throws SQLException {
    make("viewer");
    GATEWAY
        .fixtures()
        .change(
            "UPDATE admin_user SET password_hash = ? WHERE username = ?",
            Admins.hash(Admins.PASSWORD),
            name);

    assertThat(isReadByTheVersionBefore()).isFalse();
    assertThat(basic()).isEqualTo(200);
  }

  @Test
  void aNewRoleEndsNoSession() {
    make("viewer");
    ConsoleClient grace = ConsoleClient.signedIn(GATEWAY, name);

    browser.post(path + "/role", "role", "admin");

    assertThat(grace.get("/console/credentials").status()).isEqualTo(200);
  }

  @Test
  void aDisabledAdminStaysDisabledWithAnyRole() throws SQLException {
    make("viewer");
    browser.post(path + "/disable");
    browser.post(path + "/role", "role", "operator");

    assertThat(hash()).isEmpty();
    assertThat(basic()).isEqualTo(401);
  }
}
