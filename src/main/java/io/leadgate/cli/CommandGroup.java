package io.leadgate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only groups others: by itself it is refused, with the names of the others. */
abstract class CommandGroup implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create(); // The library puts its own here.

  @Override
  public final Integer call() {
    CommandLine command = spec.commandLine();
    throw new ParameterException(
        command, "one of these is wanted: " + String.join(", ", command.getSubcommands().keySet()));
  }
}
