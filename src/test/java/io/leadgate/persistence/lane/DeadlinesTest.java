package io.leadgate.persistence.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests which deadline is the first. */
class DeadlinesTest {

  private static final long SECOND = 1_000_000_000;

  private final Deadlines deadlines = new Deadlines();

  @Test
  void noDeadlineIsFirstOfNone() {
    assertThat(deadlines.first()).isEmpty();
  }

  @Test
  void theFirstIsKnownWithinATenthOfASecond() {
    deadlines.add(7 * SECOND + 123);
    deadlines.add(5 * SECOND + 99_999_999);
    deadlines.add(-SECOND - 1);

    assertThat(deadlines.first().orElseThrow()).isBetween(-SECOND - 100_000_001, -SECOND - 1);
    deadlines.remove(-SECOND - 1);
    assertThat(deadlines.first()).hasValue(5 * SECOND);
  }

  @Test
  void equalTenthsAreCounted() {
    deadlines.add(SECOND);
    deadlines.add(SECOND + 1);
    deadlines.remove(SECOND + 1);
    assertThat(deadlines.first()).hasValue(SECOND);
    deadlines.remove(SECOND);

    assertThat(deadlines.first()).isEmpty();
  }
}
