package io.leadgate.halt;

import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Ends the process when an event loop has run no task for 10 s, because everything that belongs to
 * that loop would wait forever: its connections, its leads, or all new connections. The 10 s count
 * only while the watch itself runs, so a process that was frozen as a whole goes on.
 *
 * <p>The watch has its own thread, because it must not depend on an event loop. Thread-safe.
 */
public final class EventLoopWatch {

  static final Duration SILENCE_MAX = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);
  private static final int FRAMES_MAX = 12;

  private final List<WatchedLoop> loops;
  private final WatchTime time;
  private final CountDownLatch closed = new CountDownLatch(1);

  EventLoopWatch(List<? extends Executor> loops, LongSupplier nanoTime, LongConsumer lag) {
    this.loops = loops.stream().map(loop -> new WatchedLoop(loop, nanoTime, lag)).toList();
    this.time = new WatchTime(nanoTime, PAUSE_MAX);
  }

  /**
   * Watches all event loops, including the loop that accepts connections, until Vert.x is closed.
   *
   * @param lag takes the time, in ns, for which a task has waited for its loop, twice a second for
   *     each loop; called on the loop
   */
  public static void start(VertxInternal vertx, LongConsumer lag) {
    List<Executor> loops = new ArrayList<>();
    vertx.nettyEventLoopGroup().forEach(loops::add);
    vertx.acceptorEventLoopGroup().forEach(loops::add);
    EventLoopWatch watch = new EventLoopWatch(loops, System::nanoTime, lag);
    vertx.addCloseHook(
        completion -> {
          watch.closed.countDown();
          completion.succeed();
        });
    Halt.prepare();
    Thread.ofPlatform().daemon().name("event-loop-watch").start(watch::run);
  }

  private void run() {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        look().ifPresent(EventLoopWatch::end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError e) {
      OutOfMemory.endProcessIfIn(e);
    }
  }

  /**
   * Looks at every loop once.
   *
   * @return a loop that has run no task for 10 s, if there is such a loop
   */
  Optional<WatchedLoop> look() {
    long passed = time.passed();
    Optional<WatchedLoop> silent = Optional.empty();
    for (WatchedLoop loop : loops) {
      if (loop.look(passed) >= SILENCE_MAX.toNanos()) {
        silent = Optional.of(loop);
      }
    }
    return silent;
  }

  private static void end(WatchedLoop silent) {
    Halt.soon(); // Because reading the stack below may hang.
    Thread thread = silent.thread();
    if (thread == null) {
      Halt.now("an event loop", " has run nothing for 10 s since the start");
    } else {
      Halt.now(thread.getName(), " has run nothing for 10 s" + where(thread));
    }
  }

  private static String where(Thread thread) {
    if (!thread.isAlive()) {
      return ": the thread has ended";
    }
    StringBuilder where = new StringBuilder(": it is at ");
    StackTraceElement[] frames = thread.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, FRAMES_MAX); i++) {
      where.append(i == 0 ? "" : ", called by ");
      where.append(simpleName(frames[i].getClassName())).append('.');
      where.append(frames[i].getMethodName()).append(':').append(frames[i].getLineNumber());
    }
    return where.toString();
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
