package io.leadgate.support.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;

/** Waits for conditions, each with a bound, so that no test waits for a mere length of time. */
public final class Await {

  private static final long PAUSE_NANOS_MIN = Duration.ofMillis(10).toNanos();
  private static final long PAUSE_NANOS_MAX = Duration.ofMillis(200).toNanos();

  /** A pause is so many times as long as the look before it, which leaves the machine to others. */
  private static final long PAUSE_OF_LOOK = 4;

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
    return holds(
        atMost,
        look -> Math.clamp(look * PAUSE_OF_LOOK, PAUSE_NANOS_MIN, PAUSE_NANOS_MAX),
        condition);
  }

  /** Whether the condition came to hold in time, where it is evaluated only once in each pause. */
  public static boolean holds(Duration atMost, Duration pause, BooleanSupplier condition) {
    return holds(atMost, look -> pause.toNanos(), condition);
  }

  private static boolean holds(
      Duration atMost, LongUnaryOperator pauseAfterLook, BooleanSupplier condition) {
    long start = System.nanoTime();
    long began = start;
    while (!condition.getAsBoolean()) {
      long looked = System.nanoTime();
      if (looked - start > atMost.toNanos()) {
        return false;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("Interrupted while waiting");
      }
      LockSupport.parkNanos(pauseAfterLook.applyAsLong(looked - began));
      began = System.nanoTime();
    }
    return true;
  }
}
