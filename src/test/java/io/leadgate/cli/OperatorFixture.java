package io.leadgate.cli;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.util.Map;

/** A gateway that runs, and commands of operators on its database. */
final class OperatorFixture {

  static final RunningGateway GATEWAY = SharedGateway.get();
  private static final String URI = "LEADGATE_POSTGRES_URI";

  private OperatorFixture() {}

  /** The only settings that the commands need. */
  static Map<String, String> environment() {
    return Map.of(
        URI, RunningGateway.environment(GATEWAY.database(), Map.of()).getOrDefault(URI, ""));
  }

  static Ran run(String... arguments) {
    return Ran.command(environment(), arguments);
  }

  static Ran runWithInput(String input, String... arguments) {
    return Ran.commandWithInput(input, environment(), arguments);
  }
}
