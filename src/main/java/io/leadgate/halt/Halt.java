package io.leadgate.halt;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process at once, with status 3 and one line on stderr: no shutdown hook runs, and
 * nothing is committed or answered any more. There is one process, so this class is static.
 *
 * <p>The memory may be full, so everything is made beforehand, and ending allocates nothing: {@link
 * #prepare} is to be called early. Nobody may be reading stderr, so the line has a bound in time.
 *
 * <p>Thread-safe.
 */
public final class Halt {

  /** The JVM itself ends with the same status under {@code -XX:+ExitOnOutOfMemoryError}. */
  public static final int STATUS = 3;

  private static final byte[] PREFIX = "leadgate ends: ".getBytes(StandardCharsets.US_ASCII);
  private static final long LINE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);
  private static final byte[] LINE = new byte[1_024];
  private static final Thread LAST_RESORT =
      Thread.ofPlatform().daemon().name("last-resort").start(Halt::endWithoutLine);

  private static volatile boolean ending;

  private Halt() {}

  /** Loads and starts what the end needs. */
  public static void prepare() {
    LockSupport.unpark(LAST_RESORT);
  }

  /** Ends the process in a second, unless {@link #now} does so before. */
  static void soon() {
    ending = true;
    LockSupport.unpark(LAST_RESORT);
  }

  /**
   * Does not return. Of several threads the first has its line, and the others wait for the end.
   *
   * @param reason in ASCII; what is no printable character there becomes a question mark
   * @param detail the same, behind the reason; what is too long for the line is left out
   */
  static synchronized void now(String reason, String detail) {
    soon();
    try {
      System.arraycopy(PREFIX, 0, LINE, 0, PREFIX.length);
      int length = append(detail, append(reason, PREFIX.length));
      LINE[length] = '\n';
      STDERR.write(LINE, 0, length + 1);
    } catch (IOException unwritable) {
      // The status tells enough.
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

  /** Waits until the process is to end, gives the line its time, and ends the process. */
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
