package io.leadgate.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Changes rules under traffic on three nodes; the long run is load-tests/duplicate-rules.sh. */
class RulesUnderTrafficSpec {

  private static final Duration EACH = Duration.ofSeconds(3);

  @Test
  void noDuplicateIsMissedAndNoOtherLeadIsRejectedWhileRulesChange() {
    try (RulesUnderTraffic traffic = new RulesUnderTraffic()) {
      DuplicateFindings findings = traffic.run(RulesUnderTraffic.rules(2), EACH);

      assertThat(findings.faults()).as(findings.toString()).isEmpty();
      assertThat(findings.counted("judged by reject within campaign")).isPositive();
      assertThat(findings.counted("judged by reject within lead_source")).isPositive();
      assertThat(findings.counted("rejected")).isPositive();
      assertThat(findings.counted("replays")).isPositive();
      assertThat(findings.counted("hashes")).isPositive();
    }
  }
}
