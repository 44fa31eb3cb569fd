package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thaws a node that was frozen while another node disabled a credential. */
@Tag("faults")
class FrozenNodeSpec {

  @Test
  void thawedNodeStoresNothingForACredentialThatWasDisabledMeanwhile() {
    assertThat(FrozenNode.thawed())
        .isNotEmpty()
        .allSatisfy(status -> assertThat(status).isIn(401, 503));
  }
}
