package io.leadgate.halt;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time for which a thread has run that looks at the clock at short intervals. A longer interval
 * counts as {@code mostAtOnce}, because then the thread itself did not run: the process was
 * stopped, its machine was suspended, or memory was collected. Confined to one thread.
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

  /** Since the last call, in ns. */
  long passed() {
    long now = nanoTime.getAsLong();
    long passed = Math.min(now - last, mostAtOnce);
    last = now;
    return passed;
  }
}
