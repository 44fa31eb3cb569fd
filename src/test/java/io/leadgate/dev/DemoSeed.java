package io.leadgate.dev;

import io.leadgate.support.process.PostgresUri;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Writes the demo's own rows into a migrated database. The rows are found by their names and set
 * back to what the demo needs, so that the seed may run repeatedly and on a database with other
 * rows.
 */
final class DemoSeed {

  private static final String NAME = "Leadgate demo";
  private static final String FIELDS =
      """
      [{"name": "first_name", "label": "First name", "type": "text", "required": true},
       {"name": "last_name", "label": "Last name", "type": "text", "required": false},
       {"name": "email", "label": "E-mail", "type": "email", "required": true},
       {"name": "phone", "label": "Phone", "type": "phone", "required": false},
       {"name": "postal_code", "label": "ZIP code", "type": "postal_code", "required": false},
       {"name": "state", "label": "State", "type": "us_state", "required": false},
       {"name": "comments", "label": "Comments", "type": "text", "required": false}]
      """;

  private final Connection connection;

  private DemoSeed(Connection connection) {
    this.connection = connection;
  }

  /** The ids of the demo's two campaigns, of which only the first requires a token. */
  record Campaigns(int authenticated, int open) {}

  /**
   * Removes the demo's admin, so that the gateway makes the admin anew with the present password,
   * because the password in the database may be from a demo.env that is lost.
   */
  static void removeAdmin(PostgresUri database, DemoSecrets secrets) throws SQLException {
    try (Connection connection = database.connect()) {
      DemoSeed seed = new DemoSeed(connection);
      if (seed.id("SELECT count(to_regclass('admin_user'))::int") == 1) {
        seed.change("DELETE FROM admin_user WHERE username = ?", secrets.adminUsername());
      }
    }
  }

  static Campaigns plant(PostgresUri database, DemoSecrets secrets) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Campaigns campaigns = new DemoSeed(connection).plant(secrets);
      connection.commit();
      return campaigns;
    }
  }

  private Campaigns plant(DemoSecrets secrets) throws SQLException {
    int source = source();
    int type = type();
    Campaigns campaigns =
        new Campaigns(
            campaign(NAME, source, type, true), campaign(NAME + ", open", source, type, false));
    credential(secrets);
    return campaigns;
  }

  private int source() throws SQLException {
    change(
        "INSERT INTO lead_source (name) SELECT ?"
            + " WHERE NOT EXISTS (SELECT FROM lead_source WHERE name = ?)",
        NAME,
        NAME);
    int id = id("SELECT min(id) FROM lead_source WHERE name = ?", NAME);
    change("UPDATE lead_source SET status = 'active', deleted_at = NULL WHERE id = ?", id);
    return id;
  }

  private int type() throws SQLException {
    change(
        "INSERT INTO lead_type (name) SELECT ?"
            + " WHERE NOT EXISTS (SELECT FROM lead_type WHERE name = ?)",
        NAME,
        NAME);
    int id = id("SELECT min(id) FROM lead_type WHERE name = ?", NAME);
    change("UPDATE lead_type SET fields = ?::jsonb, deleted_at = NULL WHERE id = ?", FIELDS, id);
    return id;
  }

  private int campaign(String name, int source, int type, boolean authenticated)
      throws SQLException {
    change(
        "INSERT INTO campaign (name, lead_source_id, lead_type_id) SELECT ?, ?, ?"
            + " WHERE NOT EXISTS (SELECT FROM campaign WHERE name = ? AND lead_source_id = ?)",
        name,
        source,
        type,
        name,
        source);
    int id = id("SELECT min(id) FROM campaign WHERE name = ? AND lead_source_id = ?", name, source);
    change(
        "UPDATE campaign SET status = 'active', lead_type_id = ?, require_authentication = ?,"
            + " deleted_at = NULL WHERE id = ?",
        type,
        authenticated,
        id);
    return id;
  }

  private void credential(DemoSecrets secrets) throws SQLException {
    // Disables the credentials of any demo.env that is lost.
    change(
        "UPDATE credential SET enabled = false WHERE description = ? AND client_id <> ?",
        NAME,
        secrets.clientId());
    change(
        "INSERT INTO credential (client_id, description, scopes)"
            + " VALUES (?, ?, '{account_api,data_api,lead_receiver}')"
            + " ON CONFLICT (client_id) DO UPDATE SET enabled = true",
        secrets.clientId(),
        NAME);
    byte[] hash = sha256(secrets.clientSecret());
    change(
        "DELETE FROM credential_secret WHERE client_id = ? AND secret_sha256 <> ?",
        secrets.clientId(),
        hash);
    change(
        "INSERT INTO credential_secret (id, client_id, secret_sha256) SELECT ?, ?, ?"
            + " WHERE NOT EXISTS (SELECT FROM credential_secret WHERE client_id = ?)",
        UUID.randomUUID(),
        secrets.clientId(),
        hash,
        secrets.clientId());
  }

  private void change(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      statement.executeUpdate();
    }
  }

  private int id(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
