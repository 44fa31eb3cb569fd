package io.leadgate.persistence;

import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Inserts and counts idempotency keys directly in the database. */
final class KeyRows {

  private static final int CAMPAIGN = 1;
  private static final int COUNTED = 200;

  private final TestDatabase database;

  /** The greatest number of the inserted keys, by name. */
  private final Map<String, Integer> inserted = new HashMap<>();

  KeyRows(TestDatabase database) {
    this.database = database;
  }

  /** The key of a lead of campaign 1. */
  static IdempotencyKey key(String key, Fingerprint fingerprint, Duration life) {
    return IdempotencyKey.of(true, CAMPAIGN, key, fingerprint, life);
  }

  /** The hash under which the key is stored. */
  static UUID hash(String key) {
    return key(key, new Fingerprint(new byte[32]), Duration.ZERO).hash();
  }

  /**
   * Inserts keys of campaign 1, each with the name and a number from 1, which expire a second
   * apart.
   *
   * @param expired the time since the first key expired, as an interval of SQL; negative for a key
   *     that is still live
   */
  void insert(String name, int count, String expired) {
    inserted.put(name, count);
    withHashes(
        """
        INSERT INTO idempotency_key (key, fingerprint, lead_id, received_at, expires_at)
        SELECT key, sha256('x'), gen_random_uuid(), now(),
          now() - interval '%s' - i * interval '1 second'
        FROM unnest(?) WITH ORDINALITY AS t(key, i)
        """
            .formatted(expired),
        name,
        1,
        count);
  }

  /** Counts the keys with the name and a number that are there. */
  long count(String name) {
    return withHashes(
        "SELECT count(*) FROM idempotency_key WHERE key = ANY (?)",
        name,
        0,
        Math.max(COUNTED, inserted.getOrDefault(name, 0)));
  }

  private long withHashes(String sql, String name, int from, int to) {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(
          1,
          connection.createArrayOf(
              "uuid",
              IntStream.rangeClosed(from, to)
                  .mapToObj(i -> hash(name + "-" + i))
                  .toArray(UUID[]::new)));
      if (!statement.execute()) {
        return statement.getUpdateCount();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
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
