package io.leadgate.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.http.Answer;

/** Bodies of LeadExec's V2, and the results in its answers. */
final class V2Call {

  private V2Call() {}

  static String source(Campaign campaign) {
    return "{\"vid\":%d,\"aid\":%d,\"lid\":%d}"
        .formatted(campaign.leadSourceId(), campaign.id(), campaign.leadTypeId());
  }

  static String body(String source, String... leads) {
    return "{\"source\":%s,\"leads\":[%s]}".formatted(source, String.join(",", leads));
  }

  static String lead(String fields) {
    return "{\"fields\":" + fields + "}";
  }

  static String lead(String reference, String fields) {
    return "{\"properties\":{\"reference\":%s},\"fields\":%s}".formatted(reference, fields);
  }

  static JsonNode result(Answer answer, int index) {
    return answer.json().path("results").path(index);
  }
}
