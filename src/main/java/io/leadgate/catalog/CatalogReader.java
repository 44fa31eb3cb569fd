package io.leadgate.catalog;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.postgres.Rows;
import io.leadgate.store.AccountTable;
import io.leadgate.store.CampaignTable;
import io.leadgate.store.CredentialRows;
import io.leadgate.store.HashKinds;
import io.leadgate.store.LeadSourceTable;
import io.leadgate.store.LeadTypeTable;
import io.leadgate.store.RevokedTokens;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the rows that changed since a version, as of one moment. Thread-safe. */
final class CatalogReader {

  private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  private static final String VERSION = "SELECT version, whole_from FROM state_version";
  private static final LeadSourceTable SOURCES = new LeadSourceTable();
  private static final LeadTypeTable TYPES = new LeadTypeTable();
  private static final CampaignTable CAMPAIGNS = new CampaignTable();

  private static final String REVOKED =
      "SELECT jti, expires_at, "
          + CredentialRows.WRITTEN
          + " FROM revoked_token"
          + " WHERE changed_in > $1 AND expires_at > now() - "
          + RevokedTokens.CLOCKS_APART_MAX;

  private final Telemetry telemetry;

  CatalogReader(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /**
   * The version row.
   *
   * @param wholeFrom the version from which changes can be read; a node that knows an older version
   *     must read everything, because rows vanished
   */
  private record Version(long version, long wholeFrom) {

    /**
     * Whether the changes since the known version suffice. False also if the database is older than
     * the known version, after a fail-over or from a restored copy.
     */
    boolean follows(long known) {
      return wholeFrom <= known && known <= version;
    }
  }

  static Future<Long> version(SqlClient client) {
    return readVersion(client).map(Version::version);
  }

  private static Future<Version> readVersion(SqlClient client) {
    return client
        .preparedQuery(VERSION)
        .execute()
        .map(
            rows ->
                Rows.one(
                    rows, row -> new Version(row.getLong("version"), row.getLong("whole_from"))));
  }

  /**
   * Reads the rows that changed since a version, or all rows if the changes do not suffice. Needs
   * the connection for itself. After a failure the connection must be closed.
   *
   * @param known the version that this node knows; 0 for no version
   */
  Future<CatalogDiff> changesSince(SqlConnection connection, long known) {
    return connection
        .query(BEGIN)
        .execute()
        .compose(begun -> readVersion(connection))
        .compose(
            now -> {
              Future<CatalogDiff> read =
                  read(connection, now.version(), now.follows(known) ? known : 0);
              // Sent at once, because the server would end a transaction that idles while the rows
              // are taken in.
              Future<?> over = connection.query("COMMIT").execute();
              return read.compose(changes -> over.map(changes));
            });
  }

  private Future<CatalogDiff> read(SqlConnection connection, long version, long since) {
    Future<Map<Integer, Optional<LeadSource>>> sources = rows(connection, SOURCES, since);
    Future<Map<Integer, Optional<LeadType>>> types = rows(connection, TYPES, since);
    Future<Map<Integer, Optional<Campaign>>> campaigns = rows(connection, CAMPAIGNS, since);
    Future<RowSet<Row>> kinds = query(connection, HashKinds.CHANGED, since);
    Future<RowSet<Row>> credentials = query(connection, CredentialRows.CHANGED, since);
    Future<RowSet<Row>> revoked = query(connection, REVOKED, since);
    return Future.all(List.of(sources, types, campaigns, kinds, credentials, revoked))
        .map(
            read ->
                new CatalogDiff(
                    version,
                    since == 0,
                    sources.result(),
                    types.result(),
                    campaigns.result(),
                    byId(kinds.result(), "hash_kind", HashKinds::read),
                    byId(
                        credentials.result(),
                        "credential",
                        row -> row.getUUID("client_id"),
                        row -> Optional.of(CredentialRows.read(row))),
                    revoked(revoked.result()),
                    Stream.of(credentials, revoked)
                        .flatMap(rows -> Rows.all(rows.result(), CatalogReader::written).stream())
                        .toList()));
  }

  private <T> Future<Map<Integer, Optional<T>>> rows(
      SqlConnection connection, AccountTable<T> table, long since) {
    return query(connection, table.changed(), since)
        .map(rows -> byId(rows, table.name(), table::read));
  }

  /** Collects the rows of a table whose deleted rows stay; a deleted row is empty. */
  private <T> Map<Integer, Optional<T>> byId(
      RowSet<Row> rows, String table, Function<Row, T> read) {
    return byId(
        rows,
        table,
        row -> row.getInteger("id"),
        row -> row.getBoolean("is_deleted") ? Optional.empty() : Optional.of(read.apply(row)));
  }

  private static Future<RowSet<Row>> query(SqlConnection connection, String sql, long since) {
    return connection.preparedQuery(sql).execute(Tuple.of(since));
  }

  /**
   * Collects the rows by id. A row that cannot be understood is reported and empty, because such a
   * row must not hide the other rows.
   */
  private <K, V> Map<K, Optional<V>> byId(
      RowSet<Row> rows, String table, Function<Row, K> id, Function<Row, Optional<V>> read) {
    Map<K, Optional<V>> found = new HashMap<>();
    for (Row row : rows) {
      K key = id.apply(row);
      try {
        found.put(key, read.apply(row));
      } catch (RuntimeException e) {
        telemetry.emit(new Event.RowUnreadable(table, key.toString()));
        found.put(key, Optional.empty());
      }
    }
    return found;
  }

  private static CatalogDiff.Written written(Row row) {
    return new CatalogDiff.Written(
        row.getLong("changed_in"), Duration.of(row.getLong("age_micros"), ChronoUnit.MICROS));
  }

  private static Map<UUID, Instant> revoked(RowSet<Row> rows) {
    Map<UUID, Instant> found = new HashMap<>();
    rows.forEach(
        row -> found.put(row.getUUID("jti"), row.getOffsetDateTime("expires_at").toInstant()));
    return found;
  }
}
