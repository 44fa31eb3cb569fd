package io.leadgate.loop;

import io.leadgate.budget.Share;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Bounds the time for which long work holds the event loop. An array may cost as much as a thousand
 * leads, and hundreds of arrays or lists in one round of the loop would delay every lead behind
 * them. After two milliseconds of such work the loop serves its other connections for one
 * millisecond.
 *
 * <p>The shares of the budget take turns of half a millisecond. The work of one share is done one
 * after the other, because half-done work holds memory. Confined to one event loop.
 */
public final class Turns {

  /**
   * The longest wait for the first turn, because clients give up a request after some 5 to 30 s.
   */
  private static final long WAIT_NANOS_MAX = Duration.ofSeconds(5).toNanos();

  private static final long PAUSE_MILLIS = 1;
  private static final int WAITING_MAX = 128;
  private static final long WORK_NANOS_MAX = Duration.ofMillis(2).toNanos();

  /**
   * The time of a turn, because the pieces of some work are far longer than those of other work.
   */
  private static final long TURN_NANOS = WORK_NANOS_MAX / 4;

  private final Vertx vertx;
  private final LongSupplier nanoTime;
  private final Map<Share, Queue<Waiting<?>>> queues = new EnumMap<>(Share.class);

  /** The queues in which work waits, in the order of their turns. */
  private final Queue<Queue<Waiting<?>>> turns = new ArrayDeque<>();

  private boolean isPauseOrTurn;
  private long worked;

  public Turns(Vertx vertx) {
    this(vertx, System::nanoTime);
  }

  Turns(Vertx vertx, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.nanoTime = nanoTime;
  }

  /** The work was not begun, because its turn came too late or too much other work waits. */
  public static final class TooLate extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLate() {
      super("too much other work waits", null, false, false);
    }
  }

  /** Work that waits for its turn, or for its next turn. */
  private final class Waiting<T> {
    private final Pieces<T> work;
    private final Promise<T> result = Promise.promise();
    private final long since = nanoTime.getAsLong();
    private boolean isBegun;

    Waiting(Pieces<T> work) {
      this.work = work;
    }

    /**
     * Does a piece.
     *
     * @return tells the result; empty if there is more to do
     */
    Optional<Runnable> piece() {
      if (!isBegun && nanoTime.getAsLong() - since > WAIT_NANOS_MAX) {
        return Optional.of(() -> result.fail(new TooLate()));
      }
      isBegun = true;
      try {
        return work.next().map(done -> () -> result.complete(done));
      } catch (RuntimeException | StackOverflowError e) {
        return Optional.of(() -> result.fail(e));
      }
    }
  }

  /**
   * Does the work in its turns, of which the first is at once if no other work waits and there is
   * no pause. Fails with {@link TooLate} if the work was not begun.
   *
   * @param share the share of the caller
   */
  public <T> Future<T> run(Share share, Pieces<T> work) {
    Queue<Waiting<?>> queue = queues.computeIfAbsent(share, first -> new ArrayDeque<>());
    if (queue.size() >= WAITING_MAX) {
      return Future.failedFuture(new TooLate());
    }
    Waiting<T> last = new Waiting<>(work);
    if (queue.isEmpty()) {
      turns.add(queue);
    }
    queue.add(last);
    if (!isPauseOrTurn) {
      takeTurns();
    }
    return last.result.future();
  }

  private void takeTurns() {
    isPauseOrTurn = true;
    try {
      while (!turns.isEmpty() && worked < WORK_NANOS_MAX) {
        long began = nanoTime.getAsLong();
        takeTurn(turns.remove());
        worked += nanoTime.getAsLong() - began;
      }
    } finally {
      if (turns.isEmpty() && worked < WORK_NANOS_MAX) {
        isPauseOrTurn = false;
      } else {
        pause();
      }
    }
  }

  private void pause() {
    // A timer instead of a task, because sockets are read only after all waiting tasks.
    vertx.setTimer(
        PAUSE_MILLIS,
        over -> {
          worked = 0;
          takeTurns();
        });
  }

  private void takeTurn(Queue<Waiting<?>> queue) {
    long began = nanoTime.getAsLong();
    Optional<Runnable> ended = queue.element().piece();
    while (ended.isEmpty() && nanoTime.getAsLong() - began < TURN_NANOS) {
      ended = queue.element().piece();
    }
    if (ended.isPresent()) {
      queue.remove();
    }
    if (!queue.isEmpty()) {
      turns.add(queue);
    }
    // Last, because what waits for the work may ask for a turn itself.
    ended.ifPresent(Runnable::run);
  }
}
