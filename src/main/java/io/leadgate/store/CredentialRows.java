package io.leadgate.store;

import io.leadgate.domain.Coded;
import io.leadgate.domain.Credential;
import io.leadgate.domain.CredentialFilter;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Slice;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.SliceSql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs the statements on credentials and their secrets, and reads their rows. */
public final class CredentialRows {

  /** The version and the age of a row's last write, as SQL. */
  public static final String WRITTEN =
      "changed_in, (extract(epoch FROM clock_timestamp() - changed_at) * 1e6)::bigint AS age_micros";

  private static final String COLUMNS =
      """
      c.client_id, c.description, c.scopes, c.enabled, c.lead_source_id, c.static_key, c.epoch,
        c.created_at, c.last_used_at, s.ids, s.hashes, s.created, s.last_used
      FROM credential c CROSS JOIN LATERAL (
        SELECT array_agg(id ORDER BY created_at, id) AS ids,
          array_agg(secret_sha256 ORDER BY created_at, id) AS hashes,
          array_agg(created_at ORDER BY created_at, id) AS created,
          array_agg(last_used_at ORDER BY created_at, id) AS last_used
        FROM credential_secret WHERE client_id = c.client_id
      ) s
      """;

  private static final String SELECT = "SELECT " + COLUMNS;

  /** The credentials that changed after the version {@code $1}. */
  public static final String CHANGED =
      "SELECT " + WRITTEN + ", " + COLUMNS + "WHERE changed_in > $1";

  private static final String FIND = SELECT + "WHERE c.client_id = $1";

  /** The most bytes of a credential without its description, as a list shows it. */
  private static final int BYTES_MAX = 1_000;

  /**
   * The credentials behind the credential with the client id {@code $1}, or all credentials without
   * it, in the order of their creation.
   */
  private static final String LIST =
      SliceSql.cut(
          SELECT
              + """
          WHERE c.client_id IN (
            SELECT client_id FROM credential
            WHERE ($1::uuid IS NULL OR (created_at, client_id) > (
                SELECT created_at, client_id FROM credential WHERE client_id = $1))
              AND ($3::text IS NULL OR client_id::text = $3
                OR position(lower($3) IN lower(description)) > 0)
              AND ($4::int IS NULL OR lead_source_id = $4)
              AND CASE $5::text
                WHEN 'enabled' THEN enabled
                WHEN 'disabled' THEN NOT enabled
                WHEN 'never_used' THEN last_used_at IS NULL
                WHEN 'unused' THEN last_used_at < now() - interval '30 days'
                ELSE true END
            ORDER BY created_at, client_id LIMIT $2 + 1)
          """,
          "created_at, client_id",
          "octet_length(description) + " + BYTES_MAX);

  private static final String EXISTS =
      "SELECT EXISTS (SELECT FROM credential WHERE client_id = $1) AS is_there";
  private static final String HAS_SOURCE =
      "SELECT EXISTS (SELECT FROM lead_source WHERE id = $1 AND deleted_at IS NULL) AS is_there";
  private static final String INSERT =
      "INSERT INTO credential"
          + " (client_id, description, scopes, lead_source_id, static_key, created_at)"
          + " VALUES ($1, $2, $3, $4, $5, $6)";
  private static final String UPDATE =
      "UPDATE credential SET description = $2, enabled = $3, lead_source_id = $4"
          + " WHERE client_id = $1";
  private static final String END_TOKENS =
      "UPDATE credential SET epoch = epoch + 1 WHERE client_id = $1";
  private static final String INSERT_SECRET =
      "INSERT INTO credential_secret (id, client_id, secret_sha256, created_at)"
          + " VALUES ($1, $2, $3, $4)";
  private static final String DELETE_SECRET = "DELETE FROM credential_secret WHERE id = $1";

  private CredentialRows() {}

  static Future<Slice<KeyedRow<UUID, Credential>>> list(
      SqlClient client, CredentialFilter filter, Optional<UUID> after, int limit) {
    return client
        .preparedQuery(LIST)
        .execute(
            Tuple.of(
                after.orElse(null),
                limit,
                filter.text().orElse(null),
                filter.leadSourceId().orElse(null),
                filter.state().map(Coded::code).orElse(null)))
        .map(
            rows ->
                SliceSql.read(
                    rows,
                    limit,
                    row -> KeyedRow.of(row.getUUID("client_id"), row, CredentialRows::read)));
  }

  static Future<Optional<Credential>> find(SqlClient client, UUID clientId) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(clientId))
        .map(rows -> Rows.first(rows, CredentialRows::read));
  }

  /** Runs a change on the stored credential; {@link Change.NotThere} if there is no credential. */
  static <T> Future<Change<T>> change(
      SqlConnection connection, UUID clientId, Function<Credential, Future<Change<T>>> change) {
    return find(connection, clientId)
        .compose(
            found ->
                found.map(change).orElseGet(() -> Future.succeededFuture(new Change.NotThere<>())));
  }

  static Future<Boolean> exists(SqlClient client, UUID clientId) {
    return isThere(client, EXISTS, Tuple.of(clientId));
  }

  static Future<Boolean> hasSource(SqlConnection connection, int leadSourceId) {
    return isThere(connection, HAS_SOURCE, Tuple.of(leadSourceId));
  }

  /** Inserts the credential with its secrets. */
  static Future<Void> insert(SqlConnection connection, Credential credential) {
    Future<Void> inserted =
        write(
            connection,
            INSERT,
            Tuple.of(
                credential.clientId(),
                credential.description(),
                credential.scopes().stream().sorted().map(Scope::code).toArray(String[]::new),
                credential.leadSourceId().orElse(null),
                credential.staticKey(),
                credential.createdAt().atOffset(ZoneOffset.UTC)));
    for (Credential.Secret secret : credential.secrets()) {
      inserted =
          inserted.compose(before -> insertSecret(connection, credential.clientId(), secret));
    }
    return inserted;
  }

  static Future<Void> update(SqlConnection connection, Credential credential) {
    return write(
        connection,
        UPDATE,
        Tuple.of(
            credential.clientId(),
            credential.description(),
            credential.enabled(),
            credential.leadSourceId().orElse(null)));
  }

  static Future<Void> endTokens(SqlConnection connection, UUID clientId) {
    return write(connection, END_TOKENS, Tuple.of(clientId));
  }

  static Future<Void> insertSecret(
      SqlConnection connection, UUID clientId, Credential.Secret secret) {
    return write(
        connection,
        INSERT_SECRET,
        Tuple.of(
            secret.id(),
            clientId,
            Buffer.buffer(secret.sha256()),
            secret.createdAt().atOffset(ZoneOffset.UTC)));
  }

  static Future<Void> deleteSecret(SqlConnection connection, UUID secretId) {
    return write(connection, DELETE_SECRET, Tuple.of(secretId));
  }

  private static Future<Boolean> isThere(SqlClient client, String query, Tuple values) {
    return client
        .preparedQuery(query)
        .execute(values)
        .map(rows -> Rows.one(rows, row -> row.getBoolean("is_there")));
  }

  private static Future<Void> write(SqlConnection connection, String statement, Tuple values) {
    return connection.preparedQuery(statement).execute(values).mapEmpty();
  }

  public static Credential read(Row row) {
    return new Credential(
        row.getUUID("client_id"),
        row.getString("description"),
        scopes(row.getArrayOfStrings("scopes")),
        row.getBoolean("enabled"),
        Optional.ofNullable(row.getInteger("lead_source_id")),
        row.getBoolean("static_key"),
        row.getInteger("epoch"),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant),
        secrets(row));
  }

  private static Set<Scope> scopes(String[] codes) {
    return Arrays.stream(codes)
        .map(code -> Coded.find(Scope.class, code))
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Credential.Secret> secrets(Row row) {
    @Nullable UUID[] ids = row.getArrayOfUUIDs("ids");
    if (ids == null) {
      return List.of();
    }
    Buffer[] hashes = row.getArrayOfBuffers("hashes");
    OffsetDateTime[] created = row.getArrayOfOffsetDateTimes("created");
    OffsetDateTime[] lastUsed = row.getArrayOfOffsetDateTimes("last_used");
    return IntStream.range(0, ids.length)
        .mapToObj(
            i ->
                new Credential.Secret(
                    ids[i],
                    hashes[i].getBytes(),
                    created[i].toInstant(),
                    Optional.ofNullable(lastUsed[i]).map(OffsetDateTime::toInstant)))
        .toList();
  }
}
