package io.leadgate.halt;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Measures for how long an event loop has run nothing, by a task that it is given again and again.
 *
 * <p>Belongs to the thread that watches, but for {@link #run}, which the event loop calls.
 */
final class WatchedLoop implements Runnable {

  private final Executor loop;
  private boolean underWay;
  private long silentNanos;
  private volatile boolean ran;
  private volatile @Nullable Thread thread;

  WatchedLoop(Executor loop) {
    this.loop = loop;
  }

  /**
   * Returns for how long it has run nothing, in ns, and gives it the task unless that is under way.
   *
   * @param passed since the last look, in ns
   */
  long look(long passed) {
    if (ran) {
      ran = false;
      underWay = false;
      silentNanos = 0;
    } else {
      silentNanos += passed;
    }
    if (!underWay) {
      underWay = give();
    }
    return silentNanos;
  }

  /** A loop that has ended refuses the task: that counts as a task that was not run. */
  private boolean give() {
    try {
      loop.execute(this);
      return true;
    } catch (RuntimeException refused) {
      return false;
    }
  }

  @Override
  public void run() {
    if (thread == null) {
      thread = Thread.currentThread();
    }
    ran = true;
  }

  /** Null as long as it has never run anything. */
  @Nullable Thread thread() {
    return thread;
  }
}
