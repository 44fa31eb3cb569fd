package io.leadgate.writepath;

import io.leadgate.domain.Fingerprint;
import io.leadgate.writepath.Row.Hash;
import io.leadgate.writepath.Row.LeadKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the two statements that store leads. A batch of plain leads without an earlier try is
 * inserted, any other batch goes through the function. Thread-safe.
 */
final class LeadWriter {

  private static final int CAMPAIGN = 1;
  private static final String REMOTE = "192.0.2.1";
  private static final String FIELDS = "{\"a\":1}";

  private final Sql sql;

  LeadWriter(Sql sql) {
    this.sql = sql;
  }

  /**
   * Writes the rows in the transaction of the connection.
   *
   * @return the verdict on each row
   */
  List<Verdict> write(Connection connection, boolean maybeThere, List<Row> rows)
      throws SQLException {
    return !maybeThere && rows.stream().allMatch(Row::plain)
        ? insert(connection, rows)
        : call(connection, maybeThere, rows);
  }

  private List<Verdict> insert(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.insert())) {
      setColumns(statement, 1, rows);
      int stored = statement.executeUpdate();
      if (stored != rows.size()) {
        throw new IllegalStateException(stored + " of " + rows.size() + " leads were inserted");
      }
      return Collections.nCopies(stored, Verdict.STORED);
    }
  }

  /** Calls the function, with any rows. */
  List<Verdict> call(Connection connection, boolean maybeThere, List<Row> rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.call())) {
      statement.setBoolean(1, maybeThere);
      setColumns(statement, 2, rows);
      setKeys(statement, 11, rows);
      setHashes(statement, 14, rows);
      try (ResultSet answers = statement.executeQuery()) {
        List<Verdict> verdicts = new ArrayList<>(rows.size());
        while (answers.next()) {
          verdicts.add(verdict(answers));
        }
        if (verdicts.size() != rows.size()) {
          throw new IllegalStateException(verdicts.size() + " verdicts on " + rows.size());
        }
        return List.copyOf(verdicts);
      }
    }
  }

  private static Verdict verdict(ResultSet answer) throws SQLException {
    Optional<UUID> first = Optional.ofNullable(answer.getObject(2, UUID.class));
    Verdict verdict =
        new Verdict(
            answer.getString(1).charAt(0),
            first,
            Optional.ofNullable(answer.getObject(4, UUID.class)));
    Optional<Instant> firstAt =
        Optional.ofNullable(answer.getObject(3, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant);
    Optional<Instant> expected = verdict.byKey() ? first.map(Row::receivedAt) : Optional.empty();
    if (!firstAt.equals(expected)) {
      throw new IllegalStateException(verdict + " with first_received_at " + firstAt);
    }
    return verdict;
  }

  private static void setColumns(PreparedStatement statement, int at, List<Row> rows)
      throws SQLException {
    set(statement, at, "uuid", rows, Row::id);
    set(statement, at + 1, "int4", rows, row -> CAMPAIGN);
    set(statement, at + 2, "uuid", rows, row -> null);
    set(statement, at + 3, "timestamptz", rows, row -> row.receivedAt().toString());
    set(statement, at + 4, "text", rows, row -> REMOTE);
    set(statement, at + 5, "text", rows, row -> null);
    set(statement, at + 6, "text", rows, row -> null);
    set(statement, at + 7, "text", rows, row -> null);
    set(statement, at + 8, "text", rows, row -> FIELDS);
  }

  private static void setKeys(PreparedStatement statement, int at, List<Row> rows)
      throws SQLException {
    if (rows.stream().allMatch(row -> row.key().isEmpty())) {
      setNulls(statement, at, 3);
      return;
    }
    set(statement, at, "uuid", rows, row -> row.key().map(LeadKey::hash).orElse(null));
    set(
        statement,
        at + 1,
        "bytea",
        rows,
        row -> row.key().flatMap(LeadKey::fingerprint).map(LeadWriter::text).orElse(null));
    set(statement, at + 2, "int4", rows, row -> row.key().map(LeadKey::seconds).orElse(null));
  }

  private static String text(Fingerprint fingerprint) {
    return "\\x" + HexFormat.of().formatHex(fingerprint.bytes());
  }

  /** A hash and the number of its lead, from 1. */
  private record Entry(int row, Hash hash) {}

  private static void setHashes(PreparedStatement statement, int at, List<Row> rows)
      throws SQLException {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      for (Hash hash : rows.get(i).hashes()) {
        entries.add(new Entry(i + 1, hash));
      }
    }
    if (entries.isEmpty()) {
      setNulls(statement, at, 4);
      return;
    }
    set(statement, at, "int4", entries, Entry::row);
    set(statement, at + 1, "uuid", entries, entry -> entry.hash().hash());
    set(statement, at + 2, "uuid", entries, entry -> entry.hash().cutoff());
    set(statement, at + 3, "bool", entries, entry -> entry.hash().rejects());
  }

  private static <T> void set(
      PreparedStatement statement,
      int at,
      String type,
      List<T> from,
      Function<T, @Nullable Object> value)
      throws SQLException {
    Object[] values = new Object[from.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(from.get(i));
    }
    statement.setArray(at, statement.getConnection().createArrayOf(type, values));
  }

  private static void setNulls(PreparedStatement statement, int at, int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      statement.setNull(at + i, Types.ARRAY);
    }
  }
}
