package io.leadgate.halt;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process at once, with status 3 and one line on stderr. No shutdown hook runs, and
 * nothing more is committed or answered. The class is static because there is one process.
 *
 * <p>The memory may be full when the process is to end, so {@link #prepare} allocates everything
 * early, and ending allocates nothing. Writing the line has a time limit, because stderr may have
 * no reader.
 *
 * <p>Thread-safe.
 */
public final class Halt {

  /** The status with which the JVM itself ends under {@code -XX:+ExitOnOutOfMemoryError}. */
  public static final int STATUS = 3;

  private static final byte[] PREFIX = "leadgate ends: ".getBytes(StandardCharsets.US_ASCII);
  private static final long LINE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);
  private static final byte[] LINE = new byte[1_024];
  private static final Thread LAST_RESORT =
      Thread.ofPlatform().daemon().name("last-resort").start(Halt::endWithoutLine);

  private static volatile boolean ending;

  private Halt() {}

  /** Loads this class and starts the thread that ends the process if the line cannot be written. */
  public static void prepare() {
    LockSupport.unpark(LAST_RESORT);
  }

  /** Ends the process after one second, unless {@link #now} has ended it before. */
  static void soon() {
    ending = true;
    LockSupport.unpark(LAST_RESORT);
  }

  /**
   * Ends the process and does not return. If several threads call it, the first thread writes its
   * line and the others wait for the end.
   *
   * @param reason printed first; characters other than printable ASCII become question marks
   * @param detail printed behind the reason in the same way, and cut where the line is full
   */
  static synchronized void now(String reason, String detail) {
    soon();
    try {
      System.arraycopy(PREFIX, 0, LINE, 0, PREFIX.length);
      int length = append(detail, append(reason, PREFIX.length));
      LINE[length] = '\n';
      STDERR.write(LINE, 0, length + 1);
    } catch (IOException unwritable) {
      // The exit status still names the cause.
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static int append(String text, int at) {
    int length = Math.min(text.length(), LINE.length - 1 - at);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      LINE[at + i] = (byte) (c >= ' ' && c <= '~' ? c : '?');
    }
    return at + length;
  }

  /** Waits until the process is to end, grants the line one second, and ends the process. */
  private static void endWithoutLine() {
    while (!ending) {
      LockSupport.park();
    }
    long asked = System.nanoTime();
    while (System.nanoTime() - asked < LINE_NANOS_MAX) {
      LockSupport.parkNanos(LINE_NANOS_MAX);
    }
    Runtime.getRuntime().halt(STATUS);
  }
}
