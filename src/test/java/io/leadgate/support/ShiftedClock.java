package io.leadgate.support;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of the machine, shifted by a test. Thread-safe. */
public final class ShiftedClock implements InstantSource {

  private volatile Duration shift = Duration.ZERO;

  @Override
  public Instant instant() {
    return Instant.now().plus(shift);
  }

  public Duration shift() {
    return shift;
  }

  public void shiftTo(Duration newShift) {
    shift = newShift;
  }

  /** Goes on to the next minute, so that it does not end while a test sends its requests. */
  public void beginMinute() {
    shift = shift.plusSeconds(60 - instant().getEpochSecond() % 60);
  }
}
