package io.leadgate.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Refusal;
import java.util.EnumMap;
import java.util.Map;

/**
 * Holds the explanation of each refusal, read from openapi/problems.yaml at the first use, which is
 * during the gateway's start. That file must explain every refusal of the catalogue and nothing
 * else; otherwise the start fails. Thread-safe.
 */
final class Explanations {

  private static final Map<Refusal, String> TEXTS = read(OpenApi.load("problems"));

  private Explanations() {}

  static String of(Refusal refusal) {
    return TEXTS.getOrDefault(refusal, "");
  }

  static Map<Refusal, String> read(ObjectNode file) {
    Map<Refusal, String> texts = new EnumMap<>(Refusal.class);
    for (Refusal refusal : Refusal.values()) {
      String text = file.path(refusal.slug()).asText().strip();
      if (text.isEmpty()) {
        throw new IllegalStateException("problems.yaml does not explain " + refusal.slug());
      }
      texts.put(refusal, text);
      file.remove(refusal.slug());
    }
    if (!file.isEmpty()) {
      throw new IllegalStateException("problems.yaml explains unknown refusals: " + file);
    }
    return texts;
  }
}
