package io.leadgate.cli;

import io.leadgate.config.GivenSettings;
import io.leadgate.config.GivenSettings.Effective;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** Prints the settings in force with their origins, or a line for each fault. */
@Command(
    name = "check-config",
    description = {
      "Prints all settings in force and where each comes from, or a line for each fault.",
      "Hides secrets, and asks no server."
    },
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final PrintWriter out;

  CheckConfigCommand(Map<String, String> environment, PrintWriter out) {
    this.environment = environment;
    this.out = out;
  }

  @Override
  public Integer call() {
    GivenSettings given = GivenSettings.read(environment);
    given.all();
    List<Effective> settings =
        given.effective().stream()
            .map(
                setting ->
                    new Effective(
                        setting.key(), OneLine.of(setting.value()), OneLine.of(setting.origin())))
            .toList();
    String line =
        "%%-%ds  %%-%ds  %%s%%n"
            .formatted(width(settings, Effective::key), width(settings, Effective::value));
    settings.forEach(setting -> out.printf(line, setting.key(), setting.value(), setting.origin()));
    return ExitStatus.DONE;
  }

  private static int width(List<Effective> settings, Function<Effective, String> column) {
    return settings.stream().map(column).mapToInt(String::length).max().orElse(1);
  }
}
