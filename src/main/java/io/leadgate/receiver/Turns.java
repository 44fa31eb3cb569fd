package io.leadgate.receiver;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Bounds the time for which arrays hold the event loop without a pause. An array may cost as much
 * as a thousand leads, and hundreds of arrays in one round of the loop would delay every lead
 * behind them. After two milliseconds of such work the other arrays wait for one millisecond, in
 * which the loop serves its other connections. Then the arrays of vendors and the arrays of
 * strangers take turns. Confined to one event loop.
 */
public final class Turns {

  /** The longest wait for a turn, because clients give up a request after some 5 to 30 s. */
  private static final long WAIT_NANOS_MAX = Duration.ofSeconds(5).toNanos();

  private static final long PAUSE_MILLIS = 1;
  private static final int WAITING_MAX = 128;
  private static final long WORK_NANOS_MAX = Duration.ofMillis(2).toNanos();

  private final Vertx vertx;
  private final ArrayDeque<Waiting> vendors = new ArrayDeque<>();
  private final ArrayDeque<Waiting> strangers = new ArrayDeque<>();
  private boolean isPause;
  private boolean areStrangersNext;
  private long worked;

  private record Waiting(
      long since,
      Supplier<Future<Void>> work,
      Supplier<Future<Void>> tooLate,
      Promise<Void> done) {}

  public Turns(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Does the work when its turn comes, which is at once outside of a pause.
   *
   * @param tooLate runs in place of the work if the turn comes too late, or if too many arrays wait
   */
  Future<Void> run(boolean isVendors, Supplier<Future<Void>> work, Supplier<Future<Void>> tooLate) {
    if (!isPause) {
      return measured(work);
    }
    ArrayDeque<Waiting> queue = isVendors ? vendors : strangers;
    if (queue.size() >= WAITING_MAX) {
      return tooLate.get();
    }
    Waiting last = new Waiting(System.nanoTime(), work, tooLate, Promise.promise());
    queue.add(last);
    return last.done().future();
  }

  private Future<Void> measured(Supplier<Future<Void>> work) {
    long began = System.nanoTime();
    try {
      return work.get();
    } finally {
      worked += System.nanoTime() - began;
      if (worked > WORK_NANOS_MAX && !isPause) {
        isPause = true;
        // A timer instead of a task, because sockets are read only after all waiting tasks.
        vertx.setTimer(PAUSE_MILLIS, over -> begin());
      }
    }
  }

  private void begin() {
    isPause = false;
    worked = 0;
    while (!isPause && !(vendors.isEmpty() && strangers.isEmpty())) {
      Waiting next = next();
      boolean isInTime = System.nanoTime() - next.since() <= WAIT_NANOS_MAX;
      Future.<Void>succeededFuture()
          .compose(turn -> measured(isInTime ? next.work() : next.tooLate()))
          .onComplete(next.done());
    }
  }

  private Waiting next() {
    boolean fromStrangers = vendors.isEmpty() || (areStrangersNext && !strangers.isEmpty());
    areStrangersNext = !fromStrangers;
    return (fromStrangers ? strangers : vendors).remove();
  }
}
