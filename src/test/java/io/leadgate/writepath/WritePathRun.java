package io.leadgate.writepath;

import java.time.Duration;
import java.util.Optional;

/**
 * Runs a trial, or a trial of each mutant, and prints the results. {@code
 * load-tests/write-path-check.sh} starts this program.
 */
final class WritePathRun {

  private WritePathRun() {}

  public static void main(String[] arguments) throws Exception {
    boolean mutants = setting("MUTANTS", "").equals("1");
    Duration duration = Duration.ofSeconds(Long.parseLong(setting("DURATION", "60")));
    long seed = Long.parseLong(setting("SEED", Long.toString(System.currentTimeMillis())));
    boolean passed;
    try (TrialServer server = TrialServer.start()) {
      passed = mutants ? tryMutants(server, duration, seed) : tryProject(server, duration, seed);
    }
    System.exit(passed ? 0 : 1);
  }

  private static String setting(String name, String otherwise) {
    return Optional.ofNullable(System.getenv(name))
        .filter(value -> !value.isEmpty())
        .orElse(otherwise);
  }

  private static boolean tryProject(TrialServer server, Duration duration, long seed)
      throws Exception {
    Result result = new Trial(server, Sql.ofTheProject(), duration, seed, true).run();
    boolean passed = result.findings().checks().isEmpty();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    System.out.println(result);
    System.out.println("heap in use: " + (heap >> 20) + " MiB");
    System.out.println((passed ? "PASS" : "FAIL") + " every verdict is the model's");
    return passed;
  }

  private static boolean tryMutants(TrialServer server, Duration duration, long seed)
      throws Exception {
    boolean passed = true;
    for (Mutant mutant : Mutant.all()) {
      Sql mutated = mutant.change().apply(Sql.ofTheProject());
      Findings findings = new Trial(server, mutated, duration, seed, false).run().findings();
      boolean caught = findings.checks().contains(mutant.caughtBy());
      System.out.printf("%s %s: %s%n", caught ? "PASS" : "FAIL", mutant.name(), findings.counts());
      passed &= caught;
    }
    return passed;
  }
}
