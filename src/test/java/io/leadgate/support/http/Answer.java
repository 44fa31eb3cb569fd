package io.leadgate.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.log.UsedValues;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What a server answered. */
public record Answer(int status, HttpHeaders headers, String body) {

  static Answer of(HttpResponse<String> response) {
    UsedValues.inAnswer(response.body());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** The header's value; empty where it is missing. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public JsonNode json() {
    return Shapes.read(body);
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
