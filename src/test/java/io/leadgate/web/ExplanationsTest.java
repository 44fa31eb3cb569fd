package io.leadgate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Refusal;
import org.junit.jupiter.api.Test;

/** That the explanations are those of the catalogue: with drift the gateway does not start. */
class ExplanationsTest {

  private final ObjectNode file = OpenApi.load("problems");

  @Test
  void eachRefusalHasOne() {
    assertThat(Explanations.read(file)).containsOnlyKeys(Refusal.values());
  }

  @Test
  void aRefusalWithoutOneIsRefused() {
    file.remove("in-use");

    assertThatThrownBy(() -> Explanations.read(file))
        .hasMessage("problems.yaml does not explain in-use");
  }

  @Test
  void oneOfNoRefusalIsRefused() {
    file.put("gone", "It is gone.");

    assertThatThrownBy(() -> Explanations.read(file)).hasMessageContaining("gone");
  }
}
