package io.leadgate.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether an answer has the headers and the body that a documented response has. */
record ResponseShape(Shapes shapes) {

  /** What is wrong with the answer; empty where nothing is. */
  List<String> violations(JsonNode response, Answer answer, boolean withoutBody) {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : response.path("headers").properties()) {
      JsonNode header = shapes.resolved(entry.getValue());
      String value = answer.headers().firstValue(entry.getKey()).orElse(null);
      if (value != null) {
        broken.addAll(
            shapes.violations(
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
        broken.add("there is a body where none is documented");
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
    JsonNode body = isJson ? Shapes.read(answer.body()) : TextNode.valueOf(answer.body());
    List<String> broken = new ArrayList<>(shapes.violations("the body", schema, body));
    if (isJson
        && body.has("instance")
        && !body.path("instance").asText().equals(answer.header("X-Request-Id"))) {
      broken.add("instance is not the X-Request-Id");
    }
    return broken;
  }

  /** A header's value is text; where the document says that it is a number, its digits are that. */
  private static JsonNode typed(String value, String type) {
    return type.equals("integer") && value.matches("[0-9]{1,9}")
        ? Shapes.read(value)
        : TextNode.valueOf(value);
  }
}
