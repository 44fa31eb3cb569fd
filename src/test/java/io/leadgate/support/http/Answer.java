package io.leadgate.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.log.UsedValues;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;

/** What a server answered. */
public record Answer(int status, HttpHeaders headers, String body) {

  private static final Set<String> PROBLEM_MEMBERS =
      Set.of("type", "title", "status", "detail", "instance", "errors");

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

  /** Asserts that this is a whole problem document: of that status, and of that refusal. */
  public void assertProblem(int expectedStatus, String expectedProblem) {
    assertThat(status).as(body).isEqualTo(expectedStatus);
    assertThat(header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(problem()).isEqualTo(expectedProblem);
    assertThat(json().path("status").asInt()).isEqualTo(expectedStatus);
    assertThat(text("instance")).isEqualTo(header("X-Request-Id")).isNotEmpty();
    assertThat(json().properties()).extracting(Map.Entry::getKey).isSubsetOf(PROBLEM_MEMBERS);
  }
}
