package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.http.Answer;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer of LeadExec's V1, read from XML or JSON as a client of LeadExec reads it. */
record V1Reply(
    int status,
    String postId,
    String isValidPost,
    String type,
    String details,
    String campaign,
    String pending) {

  static V1Reply of(Answer answer) {
    boolean isJson = answer.header("Content-Type").startsWith("application/json");
    String details = member(answer, isJson, "ResponseDetails");
    if (!details.equals(member(answer, isJson, "ResponseDetail"))) {
      throw new AssertionError("the details differ: " + answer.body());
    }
    for (String empty : new String[] {"LeadIdentifier", "Price", "RedirectURL"}) {
      if (!member(answer, isJson, empty).isEmpty()) {
        throw new AssertionError(empty + " is not empty: " + answer.body());
      }
    }
    return new V1Reply(
        answer.status(),
        member(answer, isJson, "PostID"),
        member(answer, isJson, "isValidPost"),
        member(answer, isJson, "ResponseType"),
        details,
        member(answer, isJson, "VendorAccountAssigned"),
        member(answer, isJson, "PendingQCReview"));
  }

  private static String member(Answer answer, boolean isJson, String name) {
    if (isJson) {
      JsonNode value = answer.json().required(name);
      return value.isNull() ? "" : value.asText();
    }
    Matcher element =
        Pattern.compile(
                "<PostResponse>.*<%1$s(?:/>|>([^<]*)</%1$s>).*</PostResponse>".formatted(name))
            .matcher(answer.body());
    if (!element.find()) {
      throw new AssertionError("no element " + name + ": " + answer.body());
    }
    String text = element.group(1);
    return text == null ? "" : text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  boolean isValid() {
    return isValidPost.equals("true");
  }

  /** Checks a refusal, and reads it. */
  static V1Reply refused(Answer answer, int status, String type) {
    V1Reply reply = V1Reply.of(answer);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.type()).isEqualTo(type);
    assertThat(reply.isValidPost()).isEqualTo("false");
    assertThat(UUID.fromString(reply.postId())).isNotNull();
    assertThat(reply.details()).isNotEmpty();
    if (status == 401 || status == 403) {
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"leadgate\"");
    }
    return reply;
  }
}
