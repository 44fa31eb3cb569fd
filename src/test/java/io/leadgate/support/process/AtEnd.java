package io.leadgate.support.process;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is closed when this JVM ends, the last one made first: a gateway before its servers. One
 * shutdown hook for all, since several run side by side.
 */
public final class AtEnd {

  private static final Deque<Runnable> CLOSERS = closers();

  private AtEnd() {}

  public static void close(Runnable closer) {
    synchronized (CLOSERS) {
      CLOSERS.push(closer);
    }
  }

  private static Deque<Runnable> closers() {
    Deque<Runnable> closers = new ArrayDeque<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAll(closers), "close at the end"));
    return closers;
  }

  private static void closeAll(Deque<Runnable> closers) {
    synchronized (closers) {
      closers.forEach(Runnable::run);
    }
  }
}
