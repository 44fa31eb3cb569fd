package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals, because Java itself sends TERM and KILL only, and makes children heed INT. */
public final class Signals {

  /**
   * Programs that set INT to its default and then run the command that follows, in the order in
   * which they are tried. The first program needs GNU coreutils of at least 8.31.
   */
  private static final List<List<String>> INT_BY_DEFAULT =
      List.of(
          List.of("env", "--default-signal=INT"),
          List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV or die"));

  private Signals() {}

  /** Sends a signal, for example INT, to a process; does nothing if the process is gone. */
  public static void send(String signal, long pid) {
    run(List.of("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, Long.toString(pid)));
  }

  /**
   * The command of a process that does not ignore INT. A script starts its background jobs with INT
   * ignored, every child inherits the ignored signal, and a JVM that inherits it installs no
   * handler.
   */
  public static List<String> heedingInt(List<String> command) {
    List<String> heeding = new ArrayList<>(Heeding.PREFIX);
    heeding.addAll(command);
    return heeding;
  }

  /** Runs a command, and returns whether it ended with status 0. */
  private static boolean run(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + command, e);
    }
  }

  /** Looks once for a program of {@link #INT_BY_DEFAULT} that works on this machine. */
  private static final class Heeding {
    private static final List<String> PREFIX =
        INT_BY_DEFAULT.stream().filter(Heeding::works).findFirst().orElse(List.of());

    private static boolean works(List<String> program) {
      List<String> command = new ArrayList<>(program);
      command.add("true");
      try {
        return run(command);
      } catch (UncheckedIOException notThere) {
        return false;
      }
    }
  }
}
