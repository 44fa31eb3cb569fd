package io.leadgate.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Says of a fact that may come a thousand times a second when it is to be logged. */
final class OncePerMinute {

  private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final AtomicLong againAt = new AtomicLong(System.nanoTime());

  /** True at most once a minute. On any thread. */
  boolean isDue() {
    long now = System.nanoTime();
    long due = againAt.get();
    return now - due >= 0 && againAt.compareAndSet(due, now + EVERY_NANOS);
  }
}
