package io.leadgate.persistence.lane;

import java.time.Duration;

/** The pauses between tries: 20 ms at first, doubling up to 1 s. */
final class BackOff {

  private static final long MIN_NANOS = Duration.ofMillis(20).toNanos();
  private static final long MAX_NANOS = Duration.ofSeconds(1).toNanos();

  private BackOff() {}

  /**
   * The pause after a failed try.
   *
   * @param before the number of failed tries before it
   */
  static long nanos(int before) {
    return before > 6 ? MAX_NANOS : Math.min(MAX_NANOS, MIN_NANOS << before);
  }
}
