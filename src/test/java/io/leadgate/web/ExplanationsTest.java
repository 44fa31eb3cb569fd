package io.leadgate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Refusal;
import org.junit.jupiter.api.Test;

/** Starts with explanations that differ from the catalogue of refusals, which must fail. */
class ExplanationsTest {

  private final ObjectNode file = OpenApi.load("problems");

  @Test
  void eachRefusalHasAnExplanation() {
    assertThat(Explanations.read(file)).containsOnlyKeys(Refusal.values());
  }

  @Test
  void refusalWithoutAnExplanationFailsTheStart() {
    file.remove("in-use");

    assertThatThrownBy(() -> Explanations.read(file))
        .hasMessage("problems.yaml does not explain in-use");
  }

  @Test
  void explanationOfAnUnknownRefusalFailsTheStart() {
    file.put("gone", "It is gone.");

    assertThatThrownBy(() -> Explanations.read(file)).hasMessageContaining("gone");
  }
}
