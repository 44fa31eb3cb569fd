package io.leadgate.web.answer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Lock;
import java.time.Duration;

/**
 * Lets each caller have two lists at once on this node, and its others wait for their turn, because
 * a caller with many connections would otherwise take all connections to Postgres and, with answers
 * that it has not taken yet, all memory of readers. Confined to one event loop; the turns are those
 * of the whole node.
 */
final class CallerTurns {

  private static final int AT_ONCE = 2;

  /** Less than the time for which a list may take, because a caller waits for both. */
  private static final long WAIT_MILLIS_MAX = Duration.ofSeconds(4).toMillis();

  private CallerTurns() {}

  /**
   * Waits for a turn of the caller, which ends when the lock is released. Fails if that takes too
   * long.
   */
  static Future<Lock> take(Vertx vertx, String caller) {
    Promise<Lock> turn = Promise.promise();
    // Waits for each of the two locks, because either may be free first.
    for (int i = 0; i < AT_ONCE; i++) {
      vertx
          .sharedData()
          .getLocalLockWithTimeout("leadgate.list.%s.%d".formatted(caller, i), WAIT_MILLIS_MAX)
          .onComplete(
              lock -> {
                if (!turn.tryComplete(lock)) {
                  lock.release();
                }
              },
              turn::tryFail);
    }
    return turn.future();
  }
}
