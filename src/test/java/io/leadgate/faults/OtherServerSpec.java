package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Disables a credential on a new primary, while a node sees the changes of the former primary. */
@Tag("faults")
class OtherServerSpec {

  @Test
  void noLeadIsStoredOnAServerWhoseChangesTheNodeDoesNotSee() {
    assertThat(FormerPrimary.afterDisabling().stored()).as("leads on the new primary").isEqualTo(1);
  }
}
