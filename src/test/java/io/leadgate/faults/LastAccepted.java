package io.leadgate.faults;

import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** Measures for how long leads are accepted after a change. */
final class LastAccepted {

  private static final Duration MAX = Duration.ofSeconds(30);

  private LastAccepted() {}

  /**
   * Posts leads until they are refused. A 503 is no refusal, because such a lead could not be
   * judged.
   *
   * @param post posts a lead and returns the status of its answer
   * @param refused the status of refused leads
   * @return the time from now to the answer of the last lead that was accepted; zero if no lead was
   */
  static Duration until(IntSupplier post, int refused) {
    long began = System.nanoTime();
    AtomicLong last = new AtomicLong(began);
    Await.until(
        "leads are answered " + refused,
        MAX,
        () -> {
          int status = post.getAsInt();
          if (status == 201) {
            last.set(System.nanoTime());
          }
          return status == refused;
        });
    return Duration.ofNanos(last.get() - began);
  }
}
