package io.leadgate.persistence;

import io.leadgate.domain.Refusal;
import io.leadgate.persistence.WaitingRows.Entry;
import io.leadgate.postgres.CommitGate;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers the rows of a lane that are past their deadline, and holds a batch while the commit gate
 * is closed. Confined to one event loop.
 */
final class Deadlines<T, R> {

  private static final long CHECK_MILLIS = 50;

  private final Vertx vertx;
  private final Lane lane;
  private final BatchTable<T, R> table;
  private final WaitingRows<T, R> waiting;
  private final CommitGate gate;
  private final Telemetry telemetry;
  private long deadlineForAll = System.nanoTime() + Duration.ofDays(36_500).toNanos();

  Deadlines(
      Vertx vertx,
      Lane lane,
      BatchTable<T, R> table,
      WaitingRows<T, R> waiting,
      CommitGate gate,
      Telemetry telemetry) {
    this.vertx = vertx;
    this.lane = lane;
    this.table = table;
    this.waiting = waiting;
    this.gate = gate;
    this.telemetry = telemetry;
  }

  /**
   * Makes every row late after this time at the latest, even if the row's own deadline is later.
   */
  void limitWait(Duration left) {
    deadlineForAll = System.nanoTime() + left.toNanos();
  }

  /** Answers the late rows of the queue every 50 ms from now on, and then runs the next step. */
  void sweep(Runnable next) {
    vertx.setPeriodic(
        CHECK_MILLIS,
        timer -> {
          answer(waiting.takeLate(System.nanoTime(), deadlineForAll));
          next.run();
        });
  }

  /** Answers the late rows of a batch, and returns the other rows. */
  List<Entry<T, R>> answerLate(List<Entry<T, R>> batch) {
    long now = System.nanoTime();
    List<Entry<T, R>> late = new ArrayList<>(0);
    List<Entry<T, R>> inTime = new ArrayList<>(batch.size());
    batch.forEach(entry -> (entry.isLate(now, deadlineForAll) ? late : inTime).add(entry));
    answer(late);
    return inTime;
  }

  /**
   * Answers the late rows of a batch. Completes with the other rows when the commit gate is open,
   * or with an empty list when all rows are late.
   */
  Future<List<Entry<T, R>>> whenGateOpens(List<Entry<T, R>> batch) {
    List<Entry<T, R>> left = answerLate(batch);
    if (left.isEmpty() || gate.isOpen()) {
      return Future.succeededFuture(left);
    }
    Held held = new Held(left);
    vertx.setPeriodic(CHECK_MILLIS, held::openIfGateOpen);
    return held.open.future();
  }

  /** A batch that waits until the commit gate opens. */
  private final class Held {

    private final Promise<List<Entry<T, R>>> open = Promise.promise();
    private List<Entry<T, R>> rows;

    Held(List<Entry<T, R>> rows) {
      this.rows = rows;
    }

    void openIfGateOpen(long timer) {
      rows = answerLate(rows);
      if (rows.isEmpty() || gate.isOpen()) {
        vertx.cancelTimer(timer);
        open.complete(rows);
      }
    }
  }

  private void answer(List<Entry<T, R>> late) {
    if (!late.isEmpty()) {
      Refusal refusal =
          System.nanoTime() - deadlineForAll > 0
              ? Refusal.SHUTTING_DOWN
              : Refusal.STORAGE_UNAVAILABLE;
      telemetry.emit(new Event.LeadsExpired(lane, late.size(), refusal));
      late.forEach(entry -> waiting.answer(entry, table.refused(refusal)));
    }
  }
}
