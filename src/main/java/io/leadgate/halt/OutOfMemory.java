package io.leadgate.halt;

import org.jspecify.annotations.Nullable;

/**
 * Ends the process after an {@link OutOfMemoryError}, because event loops may have ended and locks
 * may be held forever. Every place where a failure ends its way calls this class: where it is
 * logged, where it becomes a short word, and where it ends a thread.
 *
 * <p>Every {@link OutOfMemoryError} counts: of the heap, of the metaspace, of direct memory
 * (Netty's {@code OutOfDirectMemoryError} is a subclass) and of threads that cannot be started. The
 * JVM's {@code -XX:+ExitOnOutOfMemoryError} does not see the last two. After any other error, such
 * as a {@link StackOverflowError}, the process goes on, because only the work that threw it has
 * ended.
 *
 * <p>Thread-safe.
 */
public final class OutOfMemory {

  /** Limits the search, because causes may form a circle. Deeper than any real failure. */
  private static final int DEPTH_MAX = 16;

  private OutOfMemory() {}

  /**
   * Ends the process, and does not return, if the failure, one of its causes or a suppressed
   * failure is an {@link OutOfMemoryError}.
   */
  public static void endProcessIfIn(@Nullable Throwable failure) {
    OutOfMemoryError end = find(failure, 0);
    if (end != null) {
      String message = end.getMessage();
      Halt.now("out of memory: ", message == null ? "of an unknown kind" : message);
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
