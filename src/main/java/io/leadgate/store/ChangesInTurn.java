package io.leadgate.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lets one change of the state after the other into Postgres, because the changes would wait for
 * each other there all the same. A node that freezes or is cut off then holds up the changes of the
 * other nodes by a single transaction, which Postgres ends soon. Thread-safe.
 */
final class ChangesInTurn {

  private static final String OF_THE_NODE = "leadgate.changes";

  /** The longest wait for a turn. */
  private static final long WAIT_MILLIS_MAX = Duration.ofSeconds(4).toMillis();

  private final Vertx vertx;
  private final String callers;

  /**
   * @param callers a name of the callers, whose changes take turns before they take turns with the
   *     changes of others; so many clients hold up an admin by a single change
   */
  ChangesInTurn(Vertx vertx, String callers) {
    this.vertx = vertx;
    this.callers = OF_THE_NODE + "." + callers;
  }

  /** Runs a change when its turn has come. Fails if that takes too long. */
  <T> Future<T> run(Supplier<Future<T>> change) {
    return inTurn(callers, () -> inTurn(OF_THE_NODE, change));
  }

  private <T> Future<T> inTurn(String name, Supplier<Future<T>> change) {
    return vertx.sharedData().withLocalLock(name, WAIT_MILLIS_MAX, change);
  }
}
