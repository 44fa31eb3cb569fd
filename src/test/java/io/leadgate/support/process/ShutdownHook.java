package io.leadgate.support.process;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs closers when this JVM ends, in the opposite order of their registration: a gateway is closed
 * before its servers. A single shutdown hook runs all of them, because the JVM runs separate hooks
 * side by side. Thread-safe.
 */
public final class ShutdownHook {

  private static final Deque<Runnable> CLOSERS = closers();

  private ShutdownHook() {}

  public static void register(Runnable closer) {
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
