package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals, which Java cannot but for TERM and KILL. */
public final class Signals {

  private Signals() {}

  /** Sends a signal, for example INT, to a process; nothing happens if it is gone. */
  public static void send(String signal, long pid) {
    try {
      new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while sending " + signal, e);
    }
  }
}
