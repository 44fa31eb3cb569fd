package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.QuarantineReason;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the migration of a quarantine that an older release filled. */
class QuarantineMigrationTest {

  private final TestDatabase database = SharedServers.newDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theMigrationSetsTheKindOfOldRowsAndCountsThem() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      database.migrateTo("4");
      statement.execute(
          "CREATE TABLE quarantine_all PARTITION OF quarantine FOR VALUES FROM (MINVALUE) TO (MAXVALUE)");
      for (QuarantineReason reason : QuarantineReason.values()) {
        insert(connection, reason);
      }
      database.migrateTo("5");

      int signed = 0;
      for (QuarantineReason reason : QuarantineReason.values()) {
        assertThat(isSigned(connection, reason)).as(reason.code()).isEqualTo(reason.isSigned());
        signed += reason.isSigned() ? 1 : 0;
      }
      assertThat(counted(statement, true)).isEqualTo(signed);
      assertThat(counted(statement, false)).isEqualTo(QuarantineReason.values().length - signed);
      statement.execute("DELETE FROM quarantine WHERE reason IN ('expired', 'missing_token')");
      assertThat(counted(statement, true)).isEqualTo(signed - 1);
    }
  }

  private static void insert(Connection connection, QuarantineReason reason) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO quarantine (id, campaign_id, reason, received_at, remote, body)"
                + " VALUES (?, 1, ?, now(), '192.0.2.1', '')")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, reason.code());
      insert.executeUpdate();
    }
  }

  private static boolean isSigned(Connection connection, QuarantineReason reason)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT signed FROM quarantine WHERE reason = ?")) {
      select.setString(1, reason.code());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static long counted(Statement statement, boolean signed) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT rows FROM quarantine_rows WHERE signed = " + signed)) {
      row.next();
      return row.getLong(1);
    }
  }
}
