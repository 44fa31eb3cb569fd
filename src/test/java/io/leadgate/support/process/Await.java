package io.leadgate.support.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, each with a bound, so that no test waits for a mere length of time. */
public final class Await {

  private static final Duration PAUSE = Duration.ofMillis(10);

  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @param description the condition in words, for the message of the failure
   * @throws IllegalStateException if the condition does not hold in time
   */
  public static void until(String description, Duration atMost, BooleanSupplier condition) {
    if (!holds(atMost, condition)) {
      throw new IllegalStateException("Not within " + atMost.toMillis() + " ms: " + description);
    }
  }

  /** Whether the condition came to hold in time. */
  public static boolean holds(Duration atMost, BooleanSupplier condition) {
    return holds(atMost, PAUSE, condition);
  }

  /** Whether the condition came to hold in time, where it is evaluated only once in each pause. */
  public static boolean holds(Duration atMost, Duration pause, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > atMost.toNanos()) {
        return false;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("Interrupted while waiting");
      }
      LockSupport.parkNanos(pause.toNanos());
    }
    return true;
  }
}
