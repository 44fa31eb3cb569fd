package io.leadgate.halt;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Measures how long the watching thread has run, by looking at the clock at short intervals. A
 * longer interval counts as {@code mostAtOnce}, because the thread itself did not run during it:
 * the process was stopped, the machine was suspended, or memory was collected. Confined to one
 * thread.
 */
final class WatchTime {

  private final LongSupplier nanoTime;
  private final long mostAtOnce;
  private long last;

  /**
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  WatchTime(LongSupplier nanoTime, Duration mostAtOnce) {
    this.nanoTime = nanoTime;
    this.mostAtOnce = mostAtOnce.toNanos();
    this.last = nanoTime.getAsLong();
  }

  /** The running time since the last call, in ns. */
  long passed() {
    long now = nanoTime.getAsLong();
    long passed = Math.min(now - last, mostAtOnce);
    last = now;
    return passed;
  }
}
