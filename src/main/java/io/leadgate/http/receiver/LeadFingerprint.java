package io.leadgate.http.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.domain.Fingerprint;
import io.leadgate.http.Json;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fingerprint of a lead's fields: names without regard to case, values as written, whatever the
 * format. Only a lead with an idempotency key pays for it.
 */
final class LeadFingerprint {

  private LeadFingerprint() {}

  /**
   * @param fields a JSON object that was parsed before
   */
  static Fingerprint of(String fields) {
    SortedMap<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : Json.parsed(fields).properties()) {
      values.put(field.getKey().toLowerCase(Locale.ROOT), asWritten(field.getValue()));
    }
    return Fingerprint.of(values);
  }

  /** A string is its text, as it would be in a form; anything else is its JSON. */
  private static String asWritten(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
