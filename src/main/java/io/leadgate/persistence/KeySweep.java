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
 * Deletes the idempotency keys that have expired, a chunk a statement, on a connection of its own.
 * Behind each statement it rests for three times as long as that took. To delete a key takes about
 * an eighth of what it took to insert it, its lead left out, so that it keeps ahead of what comes
 * in. Once none is left, it looks again a while later.
 *
 * <p>It never waits for a batch: a key that a batch has locked is passed over, and found by the
 * next turn. A batch waits for it only where it takes over a key of the chunk that is being
 * deleted, and cannot deadlock with what waits for nothing.
 *
 * <p>One node sweeps at a time. A node that finds another at it leaves the rest of its turn to
 * that, so that more nodes make no more work. The lock is the statement's: it cannot be left
 * behind. Belongs to one event loop.
 */
public final class KeySweep {

  private static final int CHUNK_KEYS = 1_000;
  private static final int RESTS = 3;
  private static final Duration STATEMENT_MAX = Duration.ofSeconds(5);
  private static final Duration CONNECT_AND_STATEMENT_MAX = Duration.ofSeconds(8);

  /**
   * Keys expired a minute ago: a batch that has just lost a key which was live then asks whose it
   * is, in a second statement, and no batch takes longer than a minute.
   *
   * <p>Each statement begins where the last one ended. From the start of the index it would have to
   * pass by all that was deleted since the last vacuum, each time.
   */
  private static final String DELETE =
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
  private final BatchConnection slot;
  private final Duration every;
  private final Telemetry telemetry;
  private boolean stopped;

  public KeySweep(Vertx vertx, Settings settings, Telemetry telemetry) {
    this.vertx = vertx;
    this.slot = new BatchConnection(vertx, options(settings));
    this.every = settings.lead().idempotencySweep();
    this.telemetry = telemetry;
  }

  private static PgConnectOptions options(Settings settings) {
    return PostgresOptions.connect(settings.postgres().uri(), STATEMENT_MAX)
        // What a crash brings back is swept again; so it does not wait for the disk.
        .addProperty("synchronous_commit", "off")
        // A plan that was made while the table was empty reads it all once it is full.
        .addProperty("plan_cache_mode", "force_custom_plan");
  }

  /**
   * @param last when the youngest of them expired; empty where there was none
   */
  private record Chunk(int keys, Optional<OffsetDateTime> last) {
    static Chunk of(Row row) {
      return new Chunk(row.getInteger("keys"), Optional.ofNullable(row.getOffsetDateTime("last")));
    }
  }

  /** The first turn is due a while after this. */
  void start() {
    after(every, () -> sweep(BEGINNING));
  }

  /** For good, and at once: what is under way is broken off. */
  void stop() {
    stopped = true;
    slot.discard();
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
    slot.use(connection -> delete(connection, from), CONNECT_AND_STATEMENT_MAX)
        .onSuccess(chunk -> goOn(chunk, Duration.ofNanos(System.nanoTime() - began)))
        .onFailure(this::tryAgainNextTurn);
  }

  private static Future<Chunk> delete(SqlConnection connection, OffsetDateTime from) {
    return connection
        .preparedQuery(DELETE)
        .execute(Tuple.of(AdvisoryLock.SWEEP_KEYS.key(), from, CHUNK_KEYS))
        .map(rows -> Rows.one(rows, Chunk::of));
  }

  private void goOn(Chunk chunk, Duration took) {
    telemetry.emit(new Event.KeysSwept(chunk.keys()));
    // A chunk that is not full was the last, or was none, since another node is at it.
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
