package io.leadgate.cli;

import io.leadgate.CommandWiring;
import io.leadgate.config.GivenSettings;
import io.leadgate.domain.Actor;
import java.util.Map;

/** Opens what a command of an operator works with, and names the operator for the audit log. */
final class Operator {

  private Operator() {}

  /** Work with the parts that a command needs. */
  interface Work {
    int run(CommandWiring parts) throws InterruptedException;
  }

  /** Runs the work on the database of the settings, and returns its exit status. */
  static int run(Map<String, String> environment, Work work) throws InterruptedException {
    try (CommandWiring parts = CommandWiring.open(GivenSettings.read(environment))) {
      return work.run(parts);
    }
  }

  /** The user of this machine that runs the command. */
  static Actor actor() {
    return Actor.operator(System.getProperty("user.name", "unknown"));
  }
}
