package io.leadgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadgate.config.SettingsException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs a command of the jar; without a command's name it runs the gateway. */
@Command(
    name = "leadgate",
    description = "A gateway that takes leads over HTTP and commits them to PostgreSQL.",
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "All settings come from config/leadgate.yaml, or the file that LEADGATE_CONFIG names, and",
      "from LEADGATE_ variables.",
      "",
      "Exit status:",
      "  0  done",
      "  1  failed, or not ready",
      "  2  the settings or the arguments are wrong",
      "  3  a running gateway could not go on: memory ran out, or an event loop hung"
    })
final class Leadgate implements Callable<Integer> {

  private static final int HELP_WIDTH = 100;

  private final RunCommand run;

  private Leadgate(RunCommand run) {
    this.run = run;
  }

  /** Runs a command of this process, and returns its exit status. */
  static int execute(String... arguments) {
    return commandLine(
            System.getenv(),
            System.in,
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8))
        .execute(arguments);
  }

  /**
   * Makes the command line.
   *
   * @param environment the variables that override settings
   * @param in has what a command reads, such as a password
   * @param out writes what a command was asked for
   * @param err writes why a command has failed; both flush each line
   */
  static CommandLine commandLine(
      Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {
    RunCommand run = new RunCommand(environment);
    return new CommandLine(new Leadgate(run))
        .addSubcommand(run)
        .addSubcommand(new MigrateCommand(environment))
        .addSubcommand(new CheckConfigCommand(environment, out))
        .addSubcommand(new HealthCommand(environment, out, err))
        .addSubcommand(new AdminCommand(environment, in, out, err))
        .addSubcommand(new CredentialCommand(environment, out, err))
        .addSubcommand(new ApplyCommand(environment, out, err))
        .addSubcommand(new ReconcileCommand(environment, out, err))
        // An argument that begins with @ names no file: java @config/jvm.options stands before
        // -jar.
        .setExpandAtFiles(false)
        .setUsageHelpWidth(HELP_WIDTH)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(BadArguments::refuse)
        .setExecutionExceptionHandler(Leadgate::failed);
  }

  /** The default is to run the gateway. */
  @Override
  public Integer call() throws InterruptedException {
    return run.call();
  }

  /** Prints why a command has failed, and returns its exit status. */
  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    String begin =
        switch (command.getCommand()) {
          case Leadgate main -> Failure.CANNOT_START;
          case RunCommand main -> Failure.CANNOT_START;
          case MigrateCommand migrate -> "leadgate cannot migrate: ";
          default -> "leadgate: ";
        };
    Failure.print(command.getErr(), begin, failure);
    CommandLine.Model.CommandSpec spec = command.getCommandSpec();
    return failure instanceof SettingsException
        ? spec.exitCodeOnInvalidInput()
        : spec.exitCodeOnExecutionException();
  }
}
