package io.leadgate.writepath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.LeadId;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.writepath.Row.Hash;
import io.leadgate.writepath.Row.LeadKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Calls {@code store_leads_2} on a connection to a database of its own, and looks at the tables.
 * Registered with a test class, it empties the tables before each test. Not thread-safe.
 */
final class FunctionCalls implements BeforeEachCallback, AfterAllCallback {

  static final Optional<Fingerprint> PRINT = print(1);
  static final Optional<Fingerprint> OTHER_PRINT = print(2);
  static final Optional<Fingerprint> WINDOW = Optional.empty();

  /** The key of all leads that have a key. */
  static final UUID KEY = new UUID(1, 1);

  static final UUID H1 = new UUID(2, 1);
  static final UUID H2 = new UUID(2, 2);
  static final UUID H3 = new UUID(2, 3);

  /** Ids in ascending order. */
  static final List<UUID> IDS = ids(8);

  private static final UUID BEGINNING = new UUID(0, 0);

  private final TestDatabase database = SharedServers.newDatabase();
  private final LeadWriter writer = new LeadWriter(Sql.ofTheProject());
  private Connection connection;

  FunctionCalls() {
    try {
      connection = database.connect();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    execute("CREATE TABLE lead_all PARTITION OF lead DEFAULT");
  }

  /** Empties the tables, and opens a new connection. */
  @Override
  public void beforeEach(ExtensionContext test) throws SQLException {
    connection.close();
    execute("TRUNCATE lead, idempotency_key, duplicate");
    connection = database.connect();
  }

  private static Optional<Fingerprint> print(int letter) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) letter);
    return Optional.of(new Fingerprint(bytes));
  }

  private static List<UUID> ids(int count) {
    long now = System.currentTimeMillis();
    return IntStream.range(0, count).mapToObj(i -> LeadId.of(now, i, 0).value()).toList();
  }

  static UUID id(int number) {
    return IDS.get(number);
  }

  static Row plain(UUID id) {
    return new Row(id, Optional.empty(), List.of());
  }

  static Row keyed(UUID id, Optional<Fingerprint> print, Hash... hashes) {
    return new Row(id, Optional.of(new LeadKey(KEY, print, 100)), List.of(hashes));
  }

  static Row hashed(UUID id, Hash... hashes) {
    return new Row(id, Optional.empty(), List.of(hashes));
  }

  static Hash rejects(UUID hash) {
    return new Hash(hash, BEGINNING, true);
  }

  static Hash flags(UUID hash) {
    return new Hash(hash, BEGINNING, false);
  }

  static Hash notes(UUID hash) {
    return new Hash(hash, Row.NEVER, false);
  }

  static Verdict flagged(UUID first, UUID matched) {
    return Verdict.byHash('s', first, matched);
  }

  static Verdict replayed(UUID first) {
    return Verdict.byKey('r', first);
  }

  static Verdict keyReused(UUID first) {
    return Verdict.byKey('k', first);
  }

  static Verdict duplicate(UUID first, UUID matched) {
    return Verdict.byHash('d', first, matched);
  }

  /** The connection of the calls. */
  Connection connection() {
    return connection;
  }

  TestDatabase database() {
    return database;
  }

  List<Verdict> store(Row... rows) throws SQLException {
    return storeOn(connection, rows);
  }

  List<Verdict> storeOn(Connection another, Row... rows) throws SQLException {
    return writer.call(another, false, List.of(rows));
  }

  /** Stores the rows as if an earlier try had an unknown outcome. */
  List<Verdict> storeAgain(Row... rows) throws SQLException {
    return writer.call(connection, true, List.of(rows));
  }

  /** The SQLSTATE of the call. */
  String failure(boolean maybeThere, Row... rows) {
    return catchThrowableOfType(
            SQLException.class, () -> writer.call(connection, maybeThere, List.of(rows)))
        .getSQLState();
  }

  Tables tables() throws SQLException {
    return Tables.read(connection);
  }

  void assertLeads(UUID... ids) throws SQLException {
    assertThat(tables().leads()).containsOnlyKeys(ids);
  }

  void assertKey(UUID lead, Optional<Fingerprint> print) throws SQLException {
    assertThat(tables().keys())
        .containsOnlyKeys(KEY)
        .allSatisfy(
            (key, owner) -> {
              assertThat(owner.lead()).isEqualTo(lead);
              assertThat(owner.fingerprint()).isEqualTo(print);
            });
  }

  void assertNoKey() throws SQLException {
    assertThat(tables().keys()).isEmpty();
  }

  void assertHashes(Map<UUID, UUID> leads) throws SQLException {
    assertThat(tables().hashes()).isEqualTo(leads);
  }

  void expireKeys() {
    execute("UPDATE idempotency_key SET expires_at = now()");
  }

  /** Runs a statement on a connection of its own. */
  void execute(String sql) {
    try (Connection own = database.connect();
        Statement statement = own.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The number that a query finds on the connection of the calls. */
  long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void afterAll(ExtensionContext tests) throws SQLException {
    connection.close();
    database.close();
  }
}
