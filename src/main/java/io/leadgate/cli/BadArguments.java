package io.leadgate.cli;

import io.leadgate.config.Nearest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Refuses unknown arguments in one line that names the nearest known argument. */
final class BadArguments {

  private BadArguments() {}

  /** Prints the line, and returns the exit status of the command. */
  static int refuse(ParameterException refused, String[] arguments) {
    CommandLine command = refused.getCommandLine();
    command
        .getErr()
        .println("leadgate: " + OneLine.of(line(refused, command)) + "; see " + help(command));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String line(ParameterException refused, CommandLine command) {
    if (!(refused instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
    }
    // The value behind an equals sign may be a secret.
    String argument = unmatched.getUnmatched().getFirst().replaceFirst("(?s)=.*", "");
    return "unknown argument %s%s"
        .formatted(
            argument,
            Nearest.to(argument, known(command))
                .map(name -> "; the nearest is " + name)
                .orElse(""));
  }

  /** The commands and options that the command takes. */
  private static List<String> known(CommandLine command) {
    List<String> names = new ArrayList<>(command.getSubcommands().keySet());
    names.addAll(command.getCommandSpec().optionsMap().keySet());
    return names;
  }

  private static String help(CommandLine command) {
    return command.getCommandSpec().qualifiedName() + " --help";
  }
}
