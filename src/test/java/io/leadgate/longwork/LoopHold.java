package io.leadgate.longwork;

import io.netty.util.concurrent.EventExecutor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long an event loop is held: the CPU time that its thread takes between two runs of a
 * timer of a millisecond, which the loop runs once in each of its rounds. The time of one piece of
 * work is never longer. Confined to the event loop.
 */
final class LoopHold implements Runnable {

  private final EventExecutor loop;
  private long last;
  private long longest;
  private boolean ended;

  private LoopHold(EventExecutor loop) {
    this.loop = loop;
  }

  /** The longest time for which any event loop of this JVM is held while the work is done. */
  static Duration longestDuring(Runnable work) {
    List<LoopHold> holds = EventLoops.running().stream().map(LoopHold::new).toList();
    holds.forEach(LoopHold::begin);
    long longest = 0;
    try {
      work.run();
    } finally {
      for (LoopHold hold : holds) {
        longest = Math.max(longest, hold.end());
      }
    }
    return Duration.ofNanos(longest);
  }

  private void begin() {
    loop.submit(
            () -> {
              last = cpuNanos();
              tickLater();
            })
        .syncUninterruptibly();
  }

  private long end() {
    return loop.submit(
            () -> {
              see();
              ended = true;
              return longest;
            })
        .syncUninterruptibly()
        .getNow();
  }

  private void tickLater() {
    var unused = loop.schedule(this, 1, TimeUnit.MILLISECONDS);
  }

  @Override
  public void run() {
    if (!ended) {
      see();
      tickLater();
    }
  }

  private void see() {
    long now = cpuNanos();
    longest = Math.max(longest, now - last);
    last = now;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
