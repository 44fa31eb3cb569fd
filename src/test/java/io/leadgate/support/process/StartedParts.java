package io.leadgate.support.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/**
 * What has been started, to be stopped in the opposite order; also when the stop comes from another
 * thread in the middle of the start: then the part that is just starting is awaited and stopped
 * too, and no other is started.
 */
public final class StartedParts {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private volatile boolean stopping;

  /**
   * Starts one more part.
   *
   * @throws InterruptedException if everything is being stopped
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

  /** Stops everything; false if any part did not stop as it should. */
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

  // A part that fails to stop must not keep the others from it.
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
