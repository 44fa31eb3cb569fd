package io.leadgate.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the headers and the body of an answer with a documented response. */
record ResponseShape(Schemas schemas) {

  /**
   * The differences between the answer and the response; empty where the answer is as documented.
   */
  List<String> violations(JsonNode response, Answer answer, boolean withoutBody) {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : response.path("headers").properties()) {
      JsonNode header = schemas.resolved(entry.getValue());
      String value = answer.headers().firstValue(entry.getKey()).orElse(null);
      if (value != null) {
        broken.addAll(
            schemas.violations(
                entry.getKey(),
                header.path("schema"),
                typed(value, header.at("/schema/type").asText())));
      } else if (header.path("required").asBoolean()) {
        broken.add("the header " + entry.getKey() + " is missing");
      }
    }
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      if (!answer.body().isEmpty() || !answer.header("Content-Type").isEmpty()) {
        broken.add("there is a body that is not documented");
      }
      return broken;
    }
    JsonNode media = content.path(answer.header("Content-Type"));
    if (media.isMissingNode()) {
      broken.add("the Content-Type is \"" + answer.header("Content-Type") + "\"");
    } else if (withoutBody) {
      if (!answer.body().isEmpty()) {
        broken.add("there is a body in an answer to HEAD");
      }
    } else {
      broken.addAll(body(media.path("schema"), answer));
    }
    return broken;
  }

  private List<String> body(JsonNode schema, Answer answer) {
    boolean isJson = answer.header("Content-Type").endsWith("json");
    JsonNode body = isJson ? Schemas.read(answer.body()) : TextNode.valueOf(answer.body());
    List<String> broken = new ArrayList<>(schemas.violations("the body", schema, body));
    if (isJson
        && body.has("instance")
        && !body.path("instance").asText().equals(answer.header("X-Request-Id"))) {
      broken.add("instance is not the X-Request-Id");
    }
    return broken;
  }

  /**
   * A header's value as text, or as a number where the document says that the value is a number and
   * the value has only digits.
   */
  private static JsonNode typed(String value, String type) {
    return type.equals("integer") && value.matches("[0-9]{1,9}")
        ? Schemas.read(value)
        : TextNode.valueOf(value);
  }
}
