package io.leadgate.persistence;

import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineLane;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Keeps the requests of one lane that came without a valid token, up to a cap over all nodes. One
 * statement counts and inserts the rows of a batch: only as many rows as fit under the cap are
 * inserted, oldest first, so the count stays exact after any failure. If the cap is reached,
 * nothing is written and a commit costs nothing.
 */
public final class QuarantineTable implements BatchTable<QuarantinedRequest, QuarantineResult> {

  private static final String INSERT =
      """
      WITH item AS (
        SELECT t.*, row_number() OVER (ORDER BY place) AS nth
        FROM unnest($1::uuid[], $2::int[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[],
            $7::text[], $8::bytea[], $9::text[], $10::text[], $11::text[]) WITH ORDINALITY
          AS t(id, campaign_id, reason, client_id, received_at, remote, content_type, body,
            idempotency_key, reference, format, place)
        WHERE NOT t.id = ANY ($12::uuid[])
      ), room AS (
        UPDATE quarantine_rows SET
          granted = least(cardinality($1) - cardinality($12), $13 - rows),
          rows = rows + least(cardinality($1) - cardinality($12), $13 - rows)
        WHERE lane = $14 AND rows < $13 AND cardinality($1) > cardinality($12)
        RETURNING granted
      )
      INSERT INTO quarantine (id, campaign_id, lane, reason, client_id, received_at, remote,
        content_type, body, idempotency_key, reference, format)
      SELECT id, campaign_id, $14, reason, client_id, received_at, remote::inet, content_type, body,
        idempotency_key, reference, format
      FROM room JOIN item ON nth <= granted
      RETURNING id
      """;

  /**
   * Locks the count for a batch with an unknown outcome. An earlier try that is still running holds
   * this lock, so the statement after the lock sees whether the earlier try was committed. An
   * earlier try that begins only later finds its ids stored, and counts nothing.
   */
  private static final String LOCK = "SELECT FROM quarantine_rows WHERE lane = $1 FOR UPDATE";

  private static final String READ_STORED = "SELECT id FROM quarantine WHERE id = ANY ($1::uuid[])";

  private static final QuarantineResult KEPT = new QuarantineResult.Kept();
  private static final QuarantineResult FULL =
      new QuarantineResult.Overflowed(QuarantineBound.ROWS);

  /** The weight of a request in a batch without its body. */
  private static final long BYTES_BESIDE_BODY = 256;

  private final QuarantineLane lane;
  private final long rowsMax;

  /**
   * @param lane the lane of all rows
   * @param rowsMax the cap of rows of this lane, over all nodes
   */
  public QuarantineTable(QuarantineLane lane, long rowsMax) {
    this.lane = lane;
    this.rowsMax = rowsMax;
  }

  @Override
  public Future<List<QuarantineResult>> write(
      SqlConnection connection, List<QuarantinedRequest> rows, boolean maybeStored) {
    return maybeStored
        ? inTransaction(connection, () -> insertAgain(connection, rows))
        : insert(connection, rows, Set.of()).map(kept -> results(rows, kept));
  }

  @Override
  public Future<List<QuarantineResult>> writeWithin(
      SqlConnection connection, List<QuarantinedRequest> rows, boolean maybeStored) {
    return maybeStored
        ? insertAgain(connection, rows)
        : insert(connection, rows, Set.of()).map(kept -> results(rows, kept));
  }

  private static List<QuarantineResult> results(List<QuarantinedRequest> rows, Set<UUID> kept) {
    return rows.stream().map(row -> kept.contains(row.id()) ? KEPT : FULL).toList();
  }

  private static <X> Future<X> inTransaction(SqlConnection connection, Supplier<Future<X>> work) {
    return connection
        .query("BEGIN")
        .execute()
        .compose(begun -> work.get())
        .compose(result -> connection.query("COMMIT").execute().map(result))
        .recover(
            // A data failure leaves the connection in use, so the transaction must be closed.
            failure ->
                connection
                    .query("ROLLBACK")
                    .execute()
                    .transform(rolledBack -> Future.failedFuture(failure)));
  }

  private Future<List<QuarantineResult>> insertAgain(
      SqlConnection connection, List<QuarantinedRequest> rows) {
    // Even if all rows are already stored, the commit must wait for the standby.
    return StandbyWait.record(connection)
        .compose(recorded -> connection.preparedQuery(LOCK).execute(Tuple.of(lane.code())))
        .compose(
            locked -> connection.preparedQuery(READ_STORED).execute(Tuple.of((Object) ids(rows))))
        .compose(
            found -> {
              Set<UUID> stored = new HashSet<>(Rows.all(found, row -> row.getUUID("id")));
              return insert(connection, rows, stored)
                  .map(
                      inserted -> {
                        stored.addAll(inserted);
                        return results(rows, stored);
                      });
            });
  }

  /** Inserts the rows that are not stored yet, and returns the ids of the inserted rows. */
  private Future<Set<UUID>> insert(
      SqlConnection connection, List<QuarantinedRequest> rows, Set<UUID> stored) {
    Tuple tuple = columns(rows);
    tuple.addArrayOfUUID(stored.toArray(UUID[]::new)).addLong(rowsMax).addString(lane.code());
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
            rows.stream().map(row -> row.idempotencyKey().orElse(null)).toArray(String[]::new))
        .addArrayOfString(
            rows.stream().map(row -> row.reference().orElse(null)).toArray(String[]::new))
        .addArrayOfString(rows.stream().map(row -> row.format().code()).toArray(String[]::new));
  }

  @Override
  public long bytes(QuarantinedRequest request) {
    return BYTES_BESIDE_BODY + request.body().length;
  }

  /** A stranger owns no more by the client id that it claims, because it can claim any. */
  @Override
  public Object owner(QuarantinedRequest request) {
    boolean isProven = lane != QuarantineLane.STRANGERS;
    return BatchTable.owner(request.claimedClientId().filter(id -> isProven), request.campaignId());
  }

  @Override
  public Optional<Object> orderKey(QuarantinedRequest request) {
    return Optional.empty();
  }

  /**
   * Turns a caller's refusal into an internal error, because the caller did not send this row as a
   * lead.
   */
  @Override
  public QuarantineResult refused(Refusal refusal) {
    return new QuarantineResult.NotKept(refusal.isOurs() ? refusal : Refusal.INTERNAL_ERROR);
  }
}
