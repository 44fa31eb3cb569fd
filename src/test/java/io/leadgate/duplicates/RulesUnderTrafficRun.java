package io.leadgate.duplicates;

import java.time.Duration;

/** Runs {@link RulesUnderTraffic} for long: {@code load-tests/duplicate-rules.sh}. */
final class RulesUnderTrafficRun {

  private static final Duration EACH = Duration.ofSeconds(10);

  private RulesUnderTrafficRun() {}

  public static void main(String[] arguments) {
    int rules = Integer.parseInt(System.getenv().getOrDefault("RULES", "10"));
    try (RulesUnderTraffic traffic = new RulesUnderTraffic()) {
      DuplicateFindings findings = traffic.run(RulesUnderTraffic.rules(rules), EACH);
      System.out.println(findings);
      System.out.println(
          findings.faults().isEmpty() && findings.counted("rejected") > 0 ? "PASS all" : "FAIL");
    }
    // The run's own servers end with this JVM.
    System.exit(0);
  }
}
