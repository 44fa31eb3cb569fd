package io.leadgate.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.log.UsedValues;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** An answer of a server. */
public record Answer(int status, HttpHeaders headers, String body) {

  static Answer of(HttpResponse<String> response) {
    UsedValues.collectFromAnswer(response.body());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** The header's value; empty where the header is missing. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public JsonNode json() {
    return Schemas.read(body);
  }

  /** A member of the JSON object, as text. */
  public String text(String member) {
    return json().path(member).asText();
  }

  /** The last part of the problem's type, which names the refusal. */
  public String problem() {
    return text("type").replace("/problems/", "");
  }
}
