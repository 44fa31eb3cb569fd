package io.leadgate.support.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/**
 * Starts parts, and stops them in the opposite order. A stop may come from another thread in the
 * middle of a start: then the part that is starting is awaited and stopped as well, and no further
 * part starts. Thread-safe.
 */
public final class StartedParts {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private volatile boolean stopping;

  /**
   * Starts a further part.
   *
   * @throws InterruptedException if the parts are being stopped
   */
  public synchronized <T extends AutoCloseable> T start(Callable<T> starter) throws Exception {
    if (stopping) {
      throw new InterruptedException("Stopping");
    }
    T part = starter.call();
    parts.push(part);
    return part;
  }

  public boolean stopping() {
    return stopping;
  }

  /** Stops all parts, and returns false if any part failed to stop. */
  public boolean stop() {
    stopping = true;
    synchronized (this) {
      boolean clean = true;
      while (!parts.isEmpty()) {
        clean &= stopped(parts.pop());
      }
      return clean;
    }
  }

  // A part that fails to stop must not keep the other parts from stopping.
  private static boolean stopped(AutoCloseable part) {
    try {
      part.close();
      return true;
    } catch (Exception e) {
      System.err.println("leadgate: " + part.getClass().getSimpleName() + " did not stop: " + e);
      return false;
    }
  }
}
