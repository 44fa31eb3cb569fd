package io.leadgate.support;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What a server answered. */
public record Answer(int status, HttpHeaders headers, String body) {

  /** Leads may hold longer numbers than Jackson's reader takes by itself. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
              .build());

  static Answer of(HttpResponse<String> response) {
    UsedValues.inAnswer(response.body());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** The header's value; empty where it is missing. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + body, e);
    }
  }

  /** A member of the JSON object, as text. */
  public String text(String member) {
    return json().path(member).asText();
  }

  /** The last part of the problem's type: which refusal it is. */
  public String problem() {
    return text("type").replace("/problems/", "");
  }
}
