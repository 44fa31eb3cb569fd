package io.leadgate.persistence;

import io.leadgate.domain.Refusal;
import io.leadgate.persistence.Waiting.Entry;
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
 * Decides which rows of a lane are still to be sent, and when: a row past its deadline is answered
 * here instead, and a batch is held while the gate is closed. Confined to one event loop.
 */
final class InTime<T, R> {

  private static final long LOOK_MILLIS = 50;

  private final Vertx vertx;
  private final Lane lane;
  private final BatchTable<T, R> table;
  private final Waiting<T, R> waiting;
  private final CommitGate gate;
  private final Telemetry telemetry;
  private long deadlineForAll = System.nanoTime() + Duration.ofDays(36_500).toNanos();

  InTime(
      Vertx vertx,
      Lane lane,
      BatchTable<T, R> table,
      Waiting<T, R> waiting,
      CommitGate gate,
      Telemetry telemetry) {
    this.vertx = vertx;
    this.lane = lane;
    this.table = table;
    this.waiting = waiting;
    this.gate = gate;
    this.telemetry = telemetry;
  }

  /** From now on no row waits longer than this, whatever its own deadline is. */
  void hurry(Duration left) {
    deadlineForAll = System.nanoTime() + left.toNanos();
  }

  /** From now on answers late rows in the queue every 50 ms, and then runs the next step. */
  void sweep(Runnable next) {
    vertx.setPeriodic(
        LOOK_MILLIS,
        timer -> {
          answer(waiting.takeLate(System.nanoTime(), deadlineForAll));
          next.run();
        });
  }

  /** The rows of a batch that are not late; the others are answered. */
  List<Entry<T, R>> of(List<Entry<T, R>> batch) {
    long now = System.nanoTime();
    List<Entry<T, R>> late = new ArrayList<>(0);
    List<Entry<T, R>> inTime = new ArrayList<>(batch.size());
    batch.forEach(entry -> (entry.isLate(now, deadlineForAll) ? late : inTime).add(entry));
    answer(late);
    return inTime;
  }

  /** The same, once the gate is open or all rows are late. */
  Future<List<Entry<T, R>>> whenOpen(List<Entry<T, R>> batch) {
    List<Entry<T, R>> left = of(batch);
    if (left.isEmpty() || gate.isOpen()) {
      return Future.succeededFuture(left);
    }
    Held held = new Held(left);
    vertx.setPeriodic(LOOK_MILLIS, held::look);
    return held.open.future();
  }

  /** A batch that waits for the gate. */
  private final class Held {

    private final Promise<List<Entry<T, R>>> open = Promise.promise();
    private List<Entry<T, R>> rows;

    Held(List<Entry<T, R>> rows) {
      this.rows = rows;
    }

    void look(long timer) {
      rows = of(rows);
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
