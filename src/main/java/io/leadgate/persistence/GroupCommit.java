package io.leadgate.persistence;

import io.leadgate.domain.Refusal;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Commits the rows of a lane in batches, without a linger timer. A batch is sent as soon as {@link
 * BatchConnections} allows it, and until then the next batch grows: an idle gateway commits a
 * single lead at once, and a busy gateway fills a batch while the previous batch is in flight.
 *
 * <p>A batch that fails because of its data is split in halves until the bad row stands alone. A
 * batch that fails because of the storage is tried again until the deadline of its rows. Every row
 * is answered exactly once. Confined to one event loop.
 */
public final class GroupCommit<T, R> {

  private final Vertx vertx;
  private final Lane lane;
  private final BatchTable<T, R> table;
  private final CommitGate gate;
  private final LaneLimits limits;
  private final Telemetry telemetry;
  private final Supplier<Future<Void>> makePartitions;
  private final WaitingRows<T, R> waiting;
  private final Deadlines<T, R> deadlines;
  private final BatchConnections connections;
  private boolean sendIsScheduled;

  public GroupCommit(
      Vertx vertx,
      Lane lane,
      BatchTable<T, R> table,
      List<BatchConnection> connections,
      CommitGate gate,
      LaneLimits limits,
      Supplier<Future<Void>> makePartitions,
      Telemetry telemetry) {
    this.vertx = vertx;
    this.lane = lane;
    this.table = table;
    this.gate = gate;
    this.limits = limits;
    this.telemetry = telemetry;
    this.makePartitions = makePartitions;
    this.waiting = new WaitingRows<>(table, limits);
    this.connections = new BatchConnections(connections, limits.batchRows());
    this.deadlines = new Deadlines<>(vertx, lane, table, waiting, gate, telemetry);
  }

  /** Starts the lane. Called once, on the event loop of the lane. */
  void start() {
    // The sweep also sends rows that wait behind a slow batch or for the commit gate.
    deadlines.sweep(this::sendBatches);
  }

  /**
   * Queues the rows. Completes with the result of each row when all results are known; never fails.
   */
  Future<List<R>> submit(List<T> rows) {
    Future<List<R>> answers = waiting.add(rows, now());
    sendBatchesSoon();
    return answers;
  }

  /** The number of rows that are queued or in a batch. Thread-safe. */
  public int rowsWaiting() {
    return waiting.rows();
  }

  /**
   * Makes every row late after this time at the latest, even if the row's own deadline is later. A
   * batch that is still in flight at the end of this time is cut off.
   */
  void limitWait(Duration left) {
    deadlines.limitWait(left);
    vertx.setTimer(left.toMillis(), over -> connections.discardAll());
  }

  /**
   * Sends the due batches after the pending tasks of the event loop, because these tasks may add
   * rows.
   */
  private void sendBatchesSoon() {
    if (!sendIsScheduled && connections.hasFree()) {
      sendIsScheduled = true;
      vertx.runOnContext(
          task -> {
            sendIsScheduled = false;
            sendBatches();
          });
    }
  }

  private void sendBatches() {
    while (gate.isOpen() && connections.isBatchDue(waiting.queued(), now())) {
      List<WaitingRows.Entry<T, R>> batch = deadlines.answerLate(waiting.nextBatch());
      if (!batch.isEmpty()) {
        BatchConnection connection = connections.acquire(now());
        commit(connection, batch, Attempt.first())
            .transform((answered, failure) -> pause(limits.rest()))
            .onComplete(
                rested -> {
                  connections.release(connection);
                  sendBatchesSoon();
                });
      }
    }
  }

  /** Writes a batch. Completes when every row of the batch has been answered. */
  private Future<Void> commit(
      BatchConnection connection, List<WaitingRows.Entry<T, R>> batch, Attempt attempt) {
    long began = now();
    List<T> rows = new ArrayList<>(batch.size());
    batch.forEach(entry -> rows.add(entry.row()));
    return connection
        .use(
            sql ->
                table
                    .write(sql, rows, attempt.maybeStored())
                    .compose(results -> gate.confirm(sql).map(results)),
            limits.batchMax())
        .transform(
            (results, failure) -> {
              if (failure != null) {
                return afterFailure(connection, batch, attempt, failure);
              }
              telemetry.emit(
                  new Event.BatchCommitted(lane, rows.size(), Duration.ofNanos(now() - began)));
              for (int i = 0; i < batch.size(); i++) {
                waiting.answer(batch.get(i), results.get(i));
              }
              return Future.succeededFuture();
            });
  }

  private Future<Void> afterFailure(
      BatchConnection connection,
      List<WaitingRows.Entry<T, R>> batch,
      Attempt attempt,
      Throwable failure) {
    return switch (SqlFailure.of(failure)) {
      case DATA -> split(connection, batch, attempt, failure);
      case NO_PARTITION, STATEMENT, PASSING, OTHER -> retry(connection, batch, attempt, failure);
    };
  }

  private Future<Void> split(
      BatchConnection connection,
      List<WaitingRows.Entry<T, R>> batch,
      Attempt attempt,
      Throwable failure) {
    if (batch.size() == 1) {
      telemetry.emit(new Event.RowRefused(lane, SqlFailure.cause(failure)));
      waiting.answer(batch.getFirst(), table.refused(Refusal.INVALID_LEAD));
      return Future.succeededFuture();
    }
    int middle = batch.size() / 2;
    return commitUnlessLate(connection, batch.subList(0, middle), attempt)
        .compose(
            first -> commitUnlessLate(connection, batch.subList(middle, batch.size()), attempt));
  }

  private Future<Void> retry(
      BatchConnection connection,
      List<WaitingRows.Entry<T, R>> batch,
      Attempt attempt,
      Throwable failure) {
    telemetry.emit(new Event.BatchRetried(lane, batch.size(), SqlFailure.cause(failure)));
    return repair(failure)
        .compose(repaired -> pause(attempt.backOff()))
        .compose(paused -> commitUnlessLate(connection, batch, attempt.next()));
  }

  private Future<Void> commitUnlessLate(
      BatchConnection connection, List<WaitingRows.Entry<T, R>> batch, Attempt attempt) {
    return deadlines
        .whenGateOpens(batch)
        .compose(
            left -> left.isEmpty() ? Future.succeededFuture() : commit(connection, left, attempt));
  }

  private Future<Void> repair(Throwable failure) {
    return SqlFailure.of(failure) == SqlFailure.NO_PARTITION
        ? makePartitions.get().otherwiseEmpty()
        : Future.succeededFuture();
  }

  private Future<Void> pause(Duration duration) {
    if (duration.isZero()) {
      return Future.succeededFuture();
    }
    Promise<Void> over = Promise.promise();
    vertx.setTimer(duration.toMillis(), id -> over.complete());
    return over.future();
  }

  private static long now() {
    return System.nanoTime();
  }

  /**
   * A try at writing a batch.
   *
   * @param maybeStored whether an earlier try ended with an unknown outcome
   * @param backOff the pause before the next try
   */
  private record Attempt(boolean maybeStored, Duration backOff) {

    private static final Duration BACK_OFF_MIN = Duration.ofMillis(20);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(1);

    static Attempt first() {
      return new Attempt(false, BACK_OFF_MIN);
    }

    Attempt next() {
      Duration doubled = backOff.multipliedBy(2);
      return new Attempt(true, doubled.compareTo(BACK_OFF_MAX) < 0 ? doubled : BACK_OFF_MAX);
    }
  }
}
