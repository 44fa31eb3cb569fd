package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end. The program's output goes to a log file; the message of a failure
 * shows the end of the log.
 */
public final class Command {

  private static final int LOG_LINES_SHOWN = 12;

  private Command() {}

  /**
   * @throws IllegalStateException if the program fails or does not end in time
   */
  public static void run(Path log, Duration atMost, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " took too long" + endOf(log));
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            command + " failed with status " + process.exitValue() + endOf(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + command, e);
    }
  }

  /** The last lines of a log, to be appended to the message of a failure. */
  public static String endOf(Path log) {
    try {
      // Not readAllLines, because it throws on output that is not UTF-8.
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return "; " + log + " ends:\n  " + String.join("\n  ", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "; " + log + " cannot be read";
    }
  }
}
