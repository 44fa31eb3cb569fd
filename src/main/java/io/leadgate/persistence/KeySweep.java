package io.leadgate.persistence;

import io.leadgate.config.Settings;
import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.PostgresOptions;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Deletes expired idempotency keys, a chunk in each statement, on a connection of its own. After
 * each statement the sweep rests for three times as long as the statement took. The sweep keeps
 * ahead of new keys, because the deletion of a key takes about an eighth of the time of its
 * insertion (without the lead). When no expired key is left, the next turn begins after the set
 * interval.
 *
 * <p>The sweep never waits for a batch: it skips a key that a batch has locked, and the next turn
 * finds this key. A batch waits for the sweep only if the batch takes over a key of the chunk that
 * is being deleted. A deadlock is impossible, because the sweep waits for no lock.
 *
 * <p>One node sweeps at a time, so more nodes make no more work: a node that finds the advisory
 * lock taken ends its turn. The lock belongs to the statement's transaction, so a crash leaves no
 * lock behind. Confined to one event loop.
 */
public final class KeySweep {

  private static final int CHUNK_KEYS = 1_000;
  private static final int RESTS = 3;
  private static final Duration STATEMENT_MAX = Duration.ofSeconds(5);
  private static final Duration CONNECT_AND_STATEMENT_MAX = Duration.ofSeconds(8);

  /**
   * Deletes keys that expired at least a minute ago. The minute protects a batch that has just lost
   * against a live key: this batch reads the key's owner in a second statement, and no batch takes
   * longer than a minute.
   *
   * <p>Each statement begins at the expiry time where the previous statement ended. A statement
   * from the start of the index would pass all entries that were deleted since the last vacuum.
   */
  static final String DELETE =
      """
      WITH turn AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock($1) AS mine
      ), expired AS MATERIALIZED (
        SELECT ctid FROM idempotency_key
        WHERE (SELECT mine FROM turn)
          AND expires_at >= $2 AND expires_at < now() - interval '1 minute'
        ORDER BY expires_at LIMIT $3 FOR UPDATE SKIP LOCKED
      ), swept AS (
        DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(SELECT ctid FROM expired))
        RETURNING expires_at
      )
      SELECT count(expires_at)::int AS keys, max(expires_at) AS last FROM swept
      """;

  private static final OffsetDateTime BEGINNING = Instant.EPOCH.atOffset(ZoneOffset.UTC);

  private final Vertx vertx;
  private final BatchConnection connection;
  private final Duration every;
  private final Telemetry telemetry;
  private boolean stopped;

  public KeySweep(Vertx vertx, BatchConnection connection, Duration every, Telemetry telemetry) {
    this.vertx = vertx;
    this.connection = connection;
    this.every = every;
    this.telemetry = telemetry;
  }

  /** The options of the connection. */
  public static PgConnectOptions connect(Settings.Postgres postgres) {
    return PostgresOptions.connect(postgres.uri(), STATEMENT_MAX)
        // The commit need not wait for the disk, because keys that a crash brings back are swept
        // again.
        .addProperty("synchronous_commit", "off")
        // A plan made for an empty table would read the whole table when it is full.
        .addProperty("plan_cache_mode", "force_custom_plan");
  }

  /**
   * The result of one statement.
   *
   * @param last the latest expiry time among the deleted keys; empty if no key was deleted
   */
  private record Chunk(int keys, Optional<OffsetDateTime> last) {
    static Chunk of(Row row) {
      return new Chunk(row.getInteger("keys"), Optional.ofNullable(row.getOffsetDateTime("last")));
    }
  }

  /** Starts the next turn after the set interval. */
  void start() {
    after(every, () -> sweep(BEGINNING));
  }

  /** Stops the sweep for good, and breaks a running statement off. */
  void stop() {
    stopped = true;
    connection.discard();
  }

  private void after(Duration pause, Runnable next) {
    vertx.setTimer(
        Math.max(1, pause.plusNanos(999_999).toMillis()),
        due -> {
          if (!stopped) {
            next.run();
          }
        });
  }

  private void sweep(OffsetDateTime from) {
    long began = System.nanoTime();
    connection
        .use(sql -> delete(sql, from), CONNECT_AND_STATEMENT_MAX)
        .onSuccess(chunk -> continueAfter(chunk, Duration.ofNanos(System.nanoTime() - began)))
        .onFailure(this::tryAgainNextTurn);
  }

  private static Future<Chunk> delete(SqlConnection connection, OffsetDateTime from) {
    return connection
        .preparedQuery(DELETE)
        .execute(Tuple.of(AdvisoryLock.SWEEP_KEYS.key(), from, CHUNK_KEYS))
        .map(rows -> Rows.one(rows, Chunk::of));
  }

  private void continueAfter(Chunk chunk, Duration took) {
    telemetry.emit(new Event.KeysSwept(chunk.keys()));
    // A chunk that is not full was the last chunk, or is empty because another node is sweeping.
    chunk
        .last()
        .filter(last -> chunk.keys() == CHUNK_KEYS)
        .ifPresentOrElse(last -> after(took.multipliedBy(RESTS), () -> sweep(last)), this::start);
  }

  private void tryAgainNextTurn(Throwable failure) {
    if (!stopped) {
      telemetry.emit(
          new Event.StorageFailed(
              "the sweep of idempotency keys", Optional.empty(), SqlFailure.cause(failure)));
      start();
    }
  }
}
