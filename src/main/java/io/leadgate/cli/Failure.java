package io.leadgate.cli;

import io.leadgate.RootCause;
import io.leadgate.config.SettingsException;
import io.leadgate.domain.StorageAway;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.postgres.Migrations.SchemaUnfit;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.List;

/** Says in one line for each fault why a command has failed. */
final class Failure {

  static final String CANNOT_START = "leadgate cannot start: ";

  private Failure() {}

  /**
   * Prints the lines. Does not return if memory has run out.
   *
   * @param begin the beginning of each line
   */
  static void print(PrintWriter out, String begin, Throwable failure) {
    OutOfMemory.endProcessIfIn(failure);
    lines(failure).forEach(line -> out.println(begin + OneLine.of(line)));
    out.flush();
  }

  private static List<String> lines(Throwable failure) {
    return switch (failure) {
      case SettingsException settings -> settings.lines();
      case SchemaUnfit schema -> List.of(String.valueOf(schema.getMessage()));
      case StorageAway away ->
          List.of(
              "PostgreSQL did not do its work (%s)%s"
                  .formatted(
                      away.reason(),
                      away.changePossible()
                          ? "; look whether the change was made before you try again"
                          : ""));
      case BindException bind -> List.of(bind.getMessage() + " (http.port, management.port)");
      default ->
          List.of(
              RootCause.of(failure).getClass().getSimpleName() + ": " + RootCause.line(failure));
    };
  }
}
