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
 * Group commit without a linger timer: what has gathered is sent as soon as a slot is due ({@link
 * BatchConnections}), and until then the next batch grows. An idle gateway commits one lead at
 * once; a busy one fills a batch while the last is in flight.
 *
 * <p>A batch that fails by its data is split until the bad row stands alone; one that fails by a
 * fault of ours is tried again until its rows are late. Every row is answered exactly once. Belongs
 * to one event loop, so it has no lock.
 */
public final class GroupCommit<T, R> {

  private final Vertx vertx;
  private final Lane lane;
  private final BatchTable<T, R> table;
  private final CommitGate gate;
  private final LaneLimits limits;
  private final Telemetry telemetry;
  private final Supplier<Future<Void>> makePartitions;
  private final Waiting<T, R> waiting;
  private final InTime<T, R> inTime;
  private final BatchConnections slots;
  private boolean pumpIsDue;

  public GroupCommit(
      Vertx vertx,
      Lane lane,
      BatchTable<T, R> table,
      List<BatchConnection> slots,
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
    this.waiting = new Waiting<>(table, limits);
    this.slots = new BatchConnections(slots, limits.batchRows());
    this.inTime = new InTime<>(vertx, lane, table, waiting, gate, telemetry);
  }

  /** Called once, on the event loop of the lane. */
  void start() {
    // For rows that wait beside a batch that has become slow, or for the gate.
    inTime.sweep(this::pump);
  }

  /** Completes with what became of each row, when that is known of all of them; never fails. */
  Future<List<R>> submit(List<T> rows) {
    Future<List<R>> answers = waiting.add(rows, now());
    pumpSoon();
    return answers;
  }

  /** Rows that are queued or in a batch; on any thread. */
  public int rowsWaiting() {
    return waiting.rows();
  }

  /**
   * From now on no row waits longer than this, whatever its own deadline is; a batch that is under
   * way by then is cut off.
   */
  void hurry(Duration left) {
    inTime.hurry(left);
    vertx.setTimer(left.toMillis(), over -> slots.discardAll());
  }

  /** Behind what the event loop has to do already: more leads, maybe, for the same batch. */
  private void pumpSoon() {
    if (!pumpIsDue && slots.isOneFree()) {
      pumpIsDue = true;
      vertx.runOnContext(
          due -> {
            pumpIsDue = false;
            pump();
          });
    }
  }

  private void pump() {
    while (gate.isOpen() && slots.isOneDue(waiting.queued(), now())) {
      List<Waiting.Entry<T, R>> batch = inTime.of(waiting.take());
      if (!batch.isEmpty()) {
        BatchConnection slot = slots.take(now());
        commit(slot, batch, Attempt.first())
            .transform((answered, failure) -> pause(limits.rest()))
            .onComplete(
                rested -> {
                  slots.giveBack(slot);
                  pumpSoon();
                });
      }
    }
  }

  /** Completes when every row of the batch has been answered. */
  private Future<Void> commit(
      BatchConnection slot, List<Waiting.Entry<T, R>> batch, Attempt attempt) {
    long began = now();
    List<T> rows = new ArrayList<>(batch.size());
    batch.forEach(entry -> rows.add(entry.row()));
    return slot.use(
            connection ->
                table
                    .write(connection, rows, attempt.maybeThere())
                    .compose(results -> gate.confirm(connection).map(results)),
            limits.batchMax())
        .transform(
            (results, failure) -> {
              if (failure != null) {
                return afterFailure(slot, batch, attempt, failure);
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
      BatchConnection slot, List<Waiting.Entry<T, R>> batch, Attempt attempt, Throwable failure) {
    return switch (SqlFailure.of(failure)) {
      case DATA -> split(slot, batch, attempt, failure);
      case NO_PARTITION, STATEMENT, PASSING, OTHER -> retry(slot, batch, attempt, failure);
    };
  }

  private Future<Void> split(
      BatchConnection slot, List<Waiting.Entry<T, R>> batch, Attempt attempt, Throwable failure) {
    if (batch.size() == 1) {
      telemetry.emit(new Event.RowRefused(lane, SqlFailure.cause(failure)));
      waiting.answer(batch.getFirst(), table.refused(Refusal.INVALID_LEAD));
      return Future.succeededFuture();
    }
    int middle = batch.size() / 2;
    return commitInTime(slot, batch.subList(0, middle), attempt)
        .compose(first -> commitInTime(slot, batch.subList(middle, batch.size()), attempt));
  }

  private Future<Void> retry(
      BatchConnection slot, List<Waiting.Entry<T, R>> batch, Attempt attempt, Throwable failure) {
    telemetry.emit(new Event.BatchRetried(lane, batch.size(), SqlFailure.cause(failure)));
    return mend(failure)
        .compose(mended -> pause(attempt.backOff()))
        .compose(paused -> commitInTime(slot, batch, attempt.next()));
  }

  private Future<Void> commitInTime(
      BatchConnection slot, List<Waiting.Entry<T, R>> batch, Attempt attempt) {
    return inTime
        .whenOpen(batch)
        .compose(left -> left.isEmpty() ? Future.succeededFuture() : commit(slot, left, attempt));
  }

  private Future<Void> mend(Throwable failure) {
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
   * A try at a batch.
   *
   * @param maybeThere whether an earlier try had an unknown outcome
   * @param backOff the pause before the next try
   */
  private record Attempt(boolean maybeThere, Duration backOff) {

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
