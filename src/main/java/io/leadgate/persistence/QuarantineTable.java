package io.leadgate.persistence;

import io.leadgate.domain.QuarantineQuery;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Requests that came without a good token. Nothing but the admin's list ever reads this table. */
final class QuarantineTable implements BatchTable<QuarantinedRequest, QuarantineResult> {

  private static final String INSERT =
      """
      INSERT INTO quarantine (id, campaign_id, reason, client_id, received_at, remote,
        content_type, body, idempotency_key)
      SELECT id, campaign_id, reason, client_id, received_at, remote::inet, content_type, body,
        idempotency_key
      FROM unnest($1::uuid[], $2::int[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[],
          $7::text[], $8::bytea[], $9::text[])
        AS t(id, campaign_id, reason, client_id, received_at, remote, content_type, body,
          idempotency_key)
      """;

  private static final String INSERT_IF_ABSENT = INSERT + "ON CONFLICT (id) DO NOTHING";

  private static final String COLUMNS =
      """
      SELECT id, campaign_id, reason, client_id, received_at, host(remote) AS remote, content_type,
        body, idempotency_key, released_as
      FROM quarantine
      """;

  private static final String FIND = COLUMNS + "WHERE id = $1";

  /** A page ends early when the bodies on it come to 8 MiB; the lengths are read without them. */
  private static final String LIST =
      """
      WITH page AS (
        SELECT id, sum(octet_length(body)) OVER (ORDER BY id DESC) - octet_length(body) AS before
        FROM quarantine
        WHERE ($1::int IS NULL OR campaign_id = $1) AND ($2::text IS NULL OR reason = $2)
          AND ($3::uuid IS NULL OR id >= $3) AND ($4::uuid IS NULL OR id < $4)
          AND ($5::uuid IS NULL OR id < $5)
        ORDER BY id DESC LIMIT $6
      )
      """
          + COLUMNS
          + """
          JOIN page USING (id) WHERE before < 8 * 1024 * 1024 ORDER BY id DESC
          """;

  private static final QuarantineResult KEPT = new QuarantineResult.Kept();

  @Override
  public Future<List<QuarantineResult>> write(
      SqlConnection connection, List<QuarantinedRequest> rows, boolean maybeThere) {
    return connection
        .preparedQuery(maybeThere ? INSERT_IF_ABSENT : INSERT)
        .execute(columns(rows))
        .map(inserted -> Collections.nCopies(rows.size(), KEPT));
  }

  private static Tuple columns(List<QuarantinedRequest> rows) {
    return Tuple.tuple()
        .addArrayOfUUID(rows.stream().map(QuarantinedRequest::id).toArray(UUID[]::new))
        .addArrayOfInteger(
            rows.stream().map(QuarantinedRequest::campaignId).toArray(Integer[]::new))
        .addArrayOfString(rows.stream().map(row -> row.reason().code()).toArray(String[]::new))
        .addArrayOfUUID(
            rows.stream().map(row -> row.claimedClientId().orElse(null)).toArray(UUID[]::new))
        .addArrayOfOffsetDateTime(
            rows.stream()
                .map(row -> row.receivedAt().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new))
        .addArrayOfString(rows.stream().map(QuarantinedRequest::remote).toArray(String[]::new))
        .addArrayOfString(
            rows.stream().map(row -> row.contentType().orElse(null)).toArray(String[]::new))
        .addArrayOfBuffer(
            rows.stream().map(row -> Buffer.buffer(row.body())).toArray(Buffer[]::new))
        .addArrayOfString(
            rows.stream().map(row -> row.idempotencyKey().orElse(null)).toArray(String[]::new));
  }

  /** A row that Postgres does not take is no fault of the caller's here: it sent no lead to us. */
  @Override
  public QuarantineResult refused(Refusal refusal) {
    return new QuarantineResult.NotKept(refusal.isOurs() ? refusal : Refusal.INTERNAL_ERROR);
  }

  @Override
  public int weight(QuarantinedRequest row) {
    return row.body().length + 512;
  }

  static Future<Optional<QuarantinedRequest>> find(SqlClient client, UUID id) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, QuarantineTable::read));
  }

  static Future<List<QuarantinedRequest>> list(SqlClient client, QuarantineQuery query) {
    return client
        .preparedQuery(LIST)
        .execute(
            Tuple.of(
                query.campaignId().orElse(null),
                query.reason().map(QuarantineReason::code).orElse(null),
                query.from().map(Partitions::firstIdAt).orElse(null),
                query.to().map(Partitions::firstIdAt).orElse(null),
                query.before().orElse(null),
                query.limit()))
        .map(rows -> Rows.all(rows, QuarantineTable::read));
  }

  private static QuarantinedRequest read(Row row) {
    return new QuarantinedRequest(
        row.getUUID("id"),
        row.getInteger("campaign_id"),
        QuarantineReason.of(row.getString("reason")),
        Optional.ofNullable(row.getUUID("client_id")),
        row.getOffsetDateTime("received_at").toInstant(),
        row.getString("remote"),
        Optional.ofNullable(row.getString("content_type")),
        row.getBuffer("body").getBytes(),
        Optional.ofNullable(row.getString("idempotency_key")),
        List.of(row.getArrayOfUUIDs("released_as")));
  }
}
