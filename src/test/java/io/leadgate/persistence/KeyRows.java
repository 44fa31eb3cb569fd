package io.leadgate.persistence;

import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Inserts and counts idempotency keys directly in the database. */
final class KeyRows {

  private final TestDatabase database;

  KeyRows(TestDatabase database) {
    this.database = database;
  }

  /**
   * Inserts keys of campaign 1, each with the name and a number, which expire a second apart.
   *
   * @param expired the time since the first key expired, as an interval of SQL; negative for a key
   *     that is still live
   */
  void insert(String name, int count, String expired) {
    execute(
        """
        INSERT INTO idempotency_key
          (campaign_id, key, fingerprint, lead_id, received_at, expires_at)
        SELECT 1, '%s-' || i, sha256('x'), gen_random_uuid(), now(),
          now() - interval '%s' - i * interval '1 second'
        FROM generate_series(1, %d) AS i
        """
            .formatted(name, expired, count));
  }

  long count(String name) {
    return database.number("SELECT count(*) FROM idempotency_key WHERE key LIKE '" + name + "-%'");
  }

  void execute(String sql) {
    try (Connection connection = database.connect()) {
      execute(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
