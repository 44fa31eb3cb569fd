package io.leadgate.writepath;

import io.leadgate.domain.Fingerprint;
import io.leadgate.support.process.PostgresUri;
import io.leadgate.writepath.Model.Owner;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The three tables that the write path writes, as they are at a moment.
 *
 * @param now the database's time
 */
record Tables(
    Map<UUID, LeadRow> leads, Map<UUID, Owner> keys, Map<UUID, UUID> hashes, Instant now) {

  /** The bits of a place in the feed that hold the id of the transaction. */
  private static final long XID = (1L << 40) - 1;

  record LeadRow(Optional<UUID> duplicateOf, long pos) {
    long xid() {
      return pos & XID;
    }

    /** The timeline of the server, above the base of the database. */
    long era() {
      return pos >> 40;
    }
  }

  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static Tables read(PostgresUri database) throws SQLException {
    try (Connection connection = database.connect()) {
      return read(connection);
    }
  }

  static Tables read(Connection connection) throws SQLException {
    return new Tables(
        all(
            connection,
            "SELECT id, duplicate_of, pos FROM lead",
            row -> new LeadRow(Optional.ofNullable(row.getObject(2, UUID.class)), row.getLong(3))),
        all(
            connection,
            "SELECT key, lead_id, expires_at, fingerprint FROM idempotency_key",
            row ->
                new Owner(
                    row.getObject(2, UUID.class),
                    instant(row, 3),
                    Optional.ofNullable(row.getBytes(4)).map(Fingerprint::new))),
        all(connection, "SELECT h, lead_id FROM duplicate", row -> row.getObject(2, UUID.class)),
        now(connection));
  }

  private static <T> Map<UUID, T> all(Connection connection, String query, RowReader<T> reader)
      throws SQLException {
    Map<UUID, T> all = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.put(rows.getObject(1, UUID.class), reader.read(rows));
      }
    }
    return all;
  }

  private static Instant now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
      row.next();
      return instant(row, 1);
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
