package io.leadgate.store;

import io.leadgate.domain.Credential;
import io.leadgate.domain.Scope;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Credentials as they stand in SQL, each with its secrets. */
public final class CredentialRows {

  /** In which version a row was written, and how long ago. */
  public static final String WRITTEN =
      "changed_in, (extract(epoch FROM clock_timestamp() - changed_at) * 1e6)::bigint AS age_micros";

  private static final String COLUMNS =
      """
      c.client_id, c.description, c.scopes, c.enabled, c.lead_source_id, c.epoch,
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

  /** Those that changed behind the version {@code $1}. */
  public static final String CHANGED =
      "SELECT " + WRITTEN + ", " + COLUMNS + "WHERE changed_in > $1";

  private static final String FIND = SELECT + "WHERE c.client_id = $1";

  /**
   * Those behind the one with the client id {@code $1}, or all of them, in the order of their
   * creation: one more than {@code $2}.
   */
  static final String PAGE =
      SELECT
          + """
      WHERE c.client_id IN (
        SELECT client_id FROM credential
        WHERE $1::uuid IS NULL OR (created_at, client_id) > (
          SELECT created_at, client_id FROM credential WHERE client_id = $1)
        ORDER BY created_at, client_id LIMIT $2 + 1)
      """;

  /** The order of a page, by its columns. */
  static final String ORDER = "created_at, client_id";

  private static final String EXISTS =
      "SELECT EXISTS (SELECT FROM credential WHERE client_id = $1) AS is_there";
  private static final String IN_FORCE =
      "SELECT EXISTS (SELECT FROM credential WHERE client_id = $1 AND enabled"
          + " AND lead_source_id IS NOT DISTINCT FROM $2::int) AS in_force";

  private CredentialRows() {}

  static Future<Optional<Credential>> find(SqlClient client, UUID clientId) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(clientId))
        .map(rows -> Rows.first(rows, CredentialRows::read));
  }

  static Future<Boolean> exists(SqlClient client, UUID clientId) {
    return client
        .preparedQuery(EXISTS)
        .execute(Tuple.of(clientId))
        .map(rows -> Rows.one(rows, row -> row.getBoolean("is_there")));
  }

  /** Whether it is enabled, and bound as it was. */
  static Future<Boolean> isInForce(
      SqlConnection connection, UUID clientId, Optional<Integer> boundTo) {
    return connection
        .preparedQuery(IN_FORCE)
        .execute(Tuple.of(clientId, boundTo.orElse(null)))
        .map(rows -> Rows.one(rows, row -> row.getBoolean("in_force")));
  }

  public static Credential read(Row row) {
    return new Credential(
        row.getUUID("client_id"),
        row.getString("description"),
        scopes(row.getArrayOfStrings("scopes")),
        row.getBoolean("enabled"),
        Optional.ofNullable(row.getInteger("lead_source_id")),
        row.getInteger("epoch"),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant),
        secrets(row));
  }

  private static Set<Scope> scopes(String[] codes) {
    return Arrays.stream(codes)
        .map(Scope::of)
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
