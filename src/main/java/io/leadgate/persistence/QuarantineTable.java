package io.leadgate.persistence;

import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps requests of one kind that came without a good token, up to a cap that holds on all nodes
 * together. A batch counts its rows in the statement that inserts them, and only those that the cap
 * leaves room for are inserted, oldest first: so the count is exact whatever breaks off. Where
 * there is no room nothing is written, and a commit costs nothing.
 */
public final class QuarantineTable implements BatchTable<QuarantinedRequest, QuarantineResult> {

  private static final String INSERT =
      """
      WITH item AS (
        SELECT t.*, row_number() OVER (ORDER BY place) AS nth
        FROM unnest($1::uuid[], $2::int[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[],
            $7::text[], $8::bytea[], $9::text[]) WITH ORDINALITY
          AS t(id, campaign_id, reason, client_id, received_at, remote, content_type, body,
            idempotency_key, place)
        WHERE NOT t.id = ANY ($10::uuid[])
      ), room AS (
        UPDATE quarantine_rows SET
          granted = least(cardinality($1) - cardinality($10), $11 - rows),
          rows = rows + least(cardinality($1) - cardinality($10), $11 - rows)
        WHERE signed = $12 AND rows < $11 AND cardinality($1) > cardinality($10)
        RETURNING granted
      )
      INSERT INTO quarantine (id, campaign_id, reason, client_id, received_at, remote,
        content_type, body, idempotency_key)
      SELECT id, campaign_id, reason, client_id, received_at, remote::inet, content_type, body,
        idempotency_key
      FROM room JOIN item ON nth <= granted
      RETURNING id
      """;

  /**
   * For a batch whose outcome was unknown. An earlier try that is under way yet has this lock: once
   * it is ours, the next statement sees whether that one was committed. One that has not even begun
   * will find its ids there, and count nothing either.
   */
  private static final String LOCK = "SELECT FROM quarantine_rows WHERE signed = $1 FOR UPDATE";

  private static final String READ_THERE = "SELECT id FROM quarantine WHERE id = ANY ($1::uuid[])";

  private static final QuarantineResult KEPT = new QuarantineResult.Kept();
  private static final QuarantineResult FULL =
      new QuarantineResult.Overflowed(QuarantineBound.ROWS);

  private final boolean signed;
  private final long rowsMax;

  /**
   * @param signed which kind it keeps, as {@code QuarantineReason.isSigned()} has it; it is handed
   *     no other
   * @param rowsMax of that kind, on all nodes together
   */
  public QuarantineTable(boolean signed, long rowsMax) {
    this.signed = signed;
    this.rowsMax = rowsMax;
  }

  @Override
  public Future<List<QuarantineResult>> write(
      SqlConnection connection, List<QuarantinedRequest> rows, boolean maybeThere) {
    return (maybeThere ? insertAgain(connection, rows) : insert(connection, rows, Set.of()))
        .map(kept -> rows.stream().map(row -> kept.contains(row.id()) ? KEPT : FULL).toList());
  }

  private Future<Set<UUID>> insertAgain(SqlConnection connection, List<QuarantinedRequest> rows) {
    return connection
        .query("BEGIN")
        .execute()
        // Where all rows are there already, the commit must wait for the standby all the same.
        .compose(begun -> StandbyWait.record(connection))
        .compose(recorded -> connection.preparedQuery(LOCK).execute(Tuple.of(signed)))
        .compose(
            locked -> connection.preparedQuery(READ_THERE).execute(Tuple.of((Object) ids(rows))))
        .compose(
            found -> {
              Set<UUID> there = new HashSet<>(Rows.all(found, row -> row.getUUID("id")));
              return insert(connection, rows, there)
                  .onSuccess(there::addAll)
                  .compose(inserted -> connection.query("COMMIT").execute())
                  .map(committed -> there);
            })
        .recover(
            // The data's fault leaves the connection in use.
            failure ->
                connection
                    .query("ROLLBACK")
                    .execute()
                    .transform(rolledBack -> Future.failedFuture(failure)));
  }

  /** The ids of those that were inserted, among those that are not there. */
  private Future<Set<UUID>> insert(
      SqlConnection connection, List<QuarantinedRequest> rows, Set<UUID> there) {
    Tuple tuple = columns(rows);
    tuple.addArrayOfUUID(there.toArray(UUID[]::new)).addLong(rowsMax).addBoolean(signed);
    return connection
        .preparedQuery(INSERT)
        .execute(tuple)
        .map(inserted -> new HashSet<>(Rows.all(inserted, row -> row.getUUID("id"))));
  }

  private static UUID[] ids(List<QuarantinedRequest> rows) {
    return rows.stream().map(QuarantinedRequest::id).toArray(UUID[]::new);
  }

  private static Tuple columns(List<QuarantinedRequest> rows) {
    return Tuple.tuple()
        .addArrayOfUUID(ids(rows))
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
}
