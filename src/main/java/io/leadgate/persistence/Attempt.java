package io.leadgate.persistence;

import java.time.Duration;

/**
 * Which try at a batch this is.
 *
 * @param maybeThere whether an earlier one had an unknown outcome
 * @param backOff how long to wait before the next one
 */
record Attempt(boolean maybeThere, Duration backOff) {

  private static final Duration BACK_OFF_MIN = Duration.ofMillis(20);
  private static final Duration BACK_OFF_MAX = Duration.ofSeconds(1);

  static Attempt first() {
    return new Attempt(false, BACK_OFF_MIN);
  }

  Attempt next() {
    Duration doubled = backOff.multipliedBy(2);
    return new Attempt(true, doubled.compareTo(BACK_OFF_MAX) < 0 ? doubled : BACK_OFF_MAX);
  }
}
