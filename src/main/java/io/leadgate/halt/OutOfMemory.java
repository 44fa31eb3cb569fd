package io.leadgate.halt;

import org.jspecify.annotations.Nullable;

/**
 * Ends the process on an {@link OutOfMemoryError}: after one, event loops may have ended and locks
 * may be held for good, and nobody knows which. To be called wherever a failure comes to its end:
 * where it is logged, where it becomes a word, and where a thread ends by it.
 *
 * <p>That is any {@link OutOfMemoryError}: of the heap, of the metaspace, of direct memory (Netty's
 * {@code OutOfDirectMemoryError} is one) and of threads that cannot be started. The JVM's {@code
 * -XX:+ExitOnOutOfMemoryError} does not see the last two. A {@link StackOverflowError} ends the
 * work that was too deep and nothing else, so the process goes on; so it does after any other
 * error.
 *
 * <p>Thread-safe.
 */
public final class OutOfMemory {

  /** Enough for any real failure; causes may form a circle. */
  private static final int DEPTH_MAX = 16;

  private OutOfMemory() {}

  /** Does not return if the failure, a cause of it or one that it suppressed is out of memory. */
  public static void endIfIn(@Nullable Throwable failure) {
    OutOfMemoryError end = find(failure, 0);
    if (end != null) {
      String message = end.getMessage();
      Halt.now("out of memory: ", message == null ? "unknown of what" : message);
    }
  }

  static @Nullable OutOfMemoryError find(@Nullable Throwable failure, int depth) {
    try {
      for (Throwable each = failure; each != null && depth < DEPTH_MAX; each = each.getCause()) {
        if (each instanceof OutOfMemoryError end) {
          return end;
        }
        depth++;
        for (Throwable suppressed : each.getSuppressed()) {
          OutOfMemoryError end = find(suppressed, depth);
          if (end != null) {
            return end;
          }
        }
      }
      return null;
    } catch (OutOfMemoryError whileLooking) {
      return whileLooking;
    }
  }
}
