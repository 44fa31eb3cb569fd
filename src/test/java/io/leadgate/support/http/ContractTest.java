package io.leadgate.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that {@link Contract} finds each kind of difference from the document. */
class ContractTest {

  private static final String LEAD_PATH = "/v1/leads/019d2f0c-3a5e-7c44-b2ca-7cd0716bb438";
  private static final String RECEIPT =
      """
      {"id":"019d2f0c-3a5e-7c44-b2ca-7cd0716bb438","campaign_id":3,\
      "received_at":"2026-03-01T14:05:09.120Z","status":"accepted"}""";
  private static final String NOT_FOUND =
      """
      {"type":"/problems/not-found","title":"There is nothing here","status":404,\
      "detail":"x","instance":"id-1"}""";
  private static final Map<String, String> JSON =
      Map.of("Content-Type", "application/json", "X-Request-Id", "id-1");
  private static final Map<String, String> PROBLEM =
      Map.of("Content-Type", "application/problem+json", "X-Request-Id", "id-1");

  @Test
  void documentedAnswersPass() {
    assertThat(posted(201, with(JSON, "Location", "/v1/leads/x"), RECEIPT)).isEmpty();
    assertThat(broken("GET", LEAD_PATH, 404, PROBLEM, NOT_FOUND)).isEmpty();
    assertThat(broken("GET", "/nowhere?a=b", 404, PROBLEM, NOT_FOUND)).isEmpty();
    assertThat(broken("HEAD", LEAD_PATH, 404, PROBLEM, "")).isEmpty();
  }

  @Test
  void missingOrMalformedMembersFail() {
    Map<String, String> headers = with(JSON, "Location", "/v1/leads/x");

    assertThat(posted(201, headers, RECEIPT.replace(",\"status\":\"accepted\"", ""))).hasSize(1);
    assertThat(posted(201, headers, RECEIPT.replace(":3", ":\"3\""))).hasSize(1);
    assertThat(posted(201, headers, RECEIPT.replace(":3", ":null"))).hasSize(1);
    assertThat(posted(201, headers, RECEIPT.replace("accepted", "kept"))).hasSize(1);
    assertThat(posted(201, headers, RECEIPT.replace("-03-01T", "-02-31T"))).hasSize(1);
    assertThat(posted(201, headers, RECEIPT.replace(".120Z", "Z"))).hasSize(1);
    assertThat(posted(201, headers, RECEIPT.replace("019d2f0c", "x"))).isNotEmpty();
    assertThat(posted(201, headers, "[]")).isNotEmpty();
    assertThatThrownBy(() -> posted(201, headers, RECEIPT.replace("}", "")))
        .hasMessageStartingWith("not JSON");
  }

  @Test
  void undocumentedMembersFail() {
    Map<String, String> headers = with(JSON, "Location", "/v1/leads/x");

    assertThat(posted(201, headers, RECEIPT.replace("}", ",\"more\":1}"))).hasSize(1);
    assertThat(broken("GET", LEAD_PATH, 404, PROBLEM, NOT_FOUND.replace("}", ",\"sql\":\"\"}")))
        .hasSize(1);
  }

  @Test
  void secretInAnotherAnswerFails() {
    String example =
        Contract.MANAGEMENT
            .document()
            .at("/paths/~1admin~1credentials/post/responses/201/content/application~1json/example")
            .toString();
    Answer shown = answer(200, JSON, example);
    Answer created =
        answer(
            201,
            with(with(JSON, "Location", "/admin/credentials/x"), "Cache-Control", "no-store"),
            example);

    assertThat(Contract.MANAGEMENT.violations("POST", "/admin/credentials", created)).isEmpty();
    assertThat(Contract.MANAGEMENT.violations("GET", "/admin/credentials/x", shown))
        .singleElement()
        .asString()
        .contains("client_secret");
  }

  @Test
  void undocumentedStatusesFail() {
    assertThat(posted(202, JSON, RECEIPT)).containsExactly("status 202 is not documented");
    assertThat(broken("GET", "/nowhere", 200, JSON, "{}")).hasSize(1);
    assertThat(broken("DELETE", LEAD_PATH, 204, JSON, "")).hasSize(1);
    assertThatThrownBy(
            () -> Contract.PUBLIC.assertDocumentedWithoutRequest(answer(501, Map.of(), "")))
        .hasMessageContaining("501");
  }

  @Test
  void missingOrMalformedHeadersFail() {
    Map<String, String> headers = with(JSON, "Location", "/v1/leads/x");

    assertThat(posted(201, JSON, RECEIPT)).containsExactly("the header Location is missing");
    assertThat(posted(201, without(headers, "X-Request-Id"), RECEIPT)).hasSize(1);
    assertThat(posted(201, with(headers, "X-Request-Id", "a b"), RECEIPT)).hasSize(1);
    assertThat(posted(201, without(headers, "Content-Type"), RECEIPT)).hasSize(1);
    assertThat(posted(201, with(headers, "Content-Type", "text/plain"), RECEIPT)).hasSize(1);
    assertThat(posted(503, PROBLEM, problem(503, "overloaded")))
        .containsExactly("the header Retry-After is missing");
    assertThat(posted(503, with(PROBLEM, "Retry-After", "soon"), problem(503, "overloaded")))
        .hasSize(1);
    assertThat(posted(401, PROBLEM, problem(401, "missing-token")))
        .containsExactly("the header WWW-Authenticate is missing");
    assertThat(posted(415, PROBLEM, problem(415, "unsupported-media-type")))
        .containsExactly("the header Accept is missing");
  }

  @Test
  void allowWithoutEachDocumentedMethodFails() {
    String body = problem(405, "method-not-allowed");

    assertThat(broken("PUT", LEAD_PATH, 405, with(PROBLEM, "Allow", "GET, HEAD"), body)).isEmpty();
    assertThat(broken("PUT", LEAD_PATH, 405, with(PROBLEM, "Allow", "GET"), body)).hasSize(1);
    assertThat(broken("PUT", LEAD_PATH, 405, PROBLEM, body)).isNotEmpty();
  }

  @Test
  void problemWithTheWrongTypeOrStatusFails() {
    assertThat(broken("GET", LEAD_PATH, 404, PROBLEM, NOT_FOUND.replace("404", "400"))).hasSize(1);
    assertThat(
            broken("GET", LEAD_PATH, 404, PROBLEM, NOT_FOUND.replace("not-found", "missing-token")))
        .hasSize(1);
    assertThat(broken("GET", LEAD_PATH, 404, with(PROBLEM, "X-Request-Id", "id-2"), NOT_FOUND))
        .containsExactly("instance is not the X-Request-Id");
    assertThat(broken("GET", LEAD_PATH, 404, JSON, NOT_FOUND)).hasSize(1);
  }

  private static List<String> posted(int status, Map<String, String> headers, String body) {
    return broken("POST", "/v1/campaigns/3/leads", status, headers, body);
  }

  private static List<String> broken(
      String method, String target, int status, Map<String, String> headers, String body) {
    return Contract.PUBLIC.violations(method, target, answer(status, headers, body));
  }

  private static Answer answer(int status, Map<String, String> headers, String body) {
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return new Answer(status, HttpHeaders.of(lists, (name, value) -> true), body);
  }

  private static String problem(int status, String slug) {
    return NOT_FOUND.replace("not-found", slug).replace("404", "" + status);
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return more;
  }

  private static Map<String, String> without(Map<String, String> headers, String name) {
    Map<String, String> fewer = new HashMap<>(headers);
    fewer.remove(name);
    return fewer;
  }
}
