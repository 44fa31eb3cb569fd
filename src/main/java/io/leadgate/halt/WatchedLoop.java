package io.leadgate.halt;

import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures for how long an event loop has run no task, by giving it a task again and again.
 *
 * <p>Confined to the watching thread, except for {@link #run}, which the event loop calls.
 */
final class WatchedLoop implements Runnable {

  private final Executor loop;
  private final LongSupplier nanoTime;
  private final LongConsumer lag;
  private volatile long submitted;
  private boolean taskWaits;
  private long silentNanos;
  private volatile boolean ran;
  private volatile @Nullable Thread thread;

  /**
   * @param lag takes the time, in ns, for which a task has waited for the loop
   */
  WatchedLoop(Executor loop, LongSupplier nanoTime, LongConsumer lag) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.lag = lag;
  }

  /**
   * Gives the loop the task, unless an earlier task is still waiting.
   *
   * @param passed the time since the last look, in ns
   * @return for how long the loop has run no task, in ns
   */
  long look(long passed) {
    if (ran) {
      ran = false;
      taskWaits = false;
      silentNanos = 0;
    } else {
      silentNanos += passed;
    }
    if (!taskWaits) {
      taskWaits = submit();
    }
    return silentNanos;
  }

  /**
   * Gives the loop the task, and returns whether the loop took the task. A loop that has ended
   * refuses the task and counts as silent.
   */
  private boolean submit() {
    submitted = nanoTime.getAsLong();
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
    lag.accept(nanoTime.getAsLong() - submitted);
    ran = true;
  }

  /** The loop's thread; null until the loop has run a task. */
  @Nullable Thread thread() {
    return thread;
  }
}
