package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads the X-Request-Id of responses. A well-formed id of the caller is kept; a missing or
 * malformed id is replaced.
 */
class RequestIdSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();
  private static final String TOKEN = FIXTURES.token("lead_receiver");
  private static final String NEW = "[0-9a-v]{12}";
  private static final String LONGEST = "aZ09._-".repeat(9) + "x";

  static List<Http> listeners() {
    return List.of(GATEWAY.api(), GATEWAY.management());
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void idOfOneToSixtyFourCharactersIsKept(Http listener) {
    assertThat(LONGEST).hasSize(64);
    for (String id : List.of("a", "-", ".", "_", "0", "order-4711_A.b", LONGEST)) {
      assertThat(idOfAnswer(listener, "X-Request-Id: " + id)).isEqualTo(id);
      assertThat(idOfAnswer(listener, "x-request-id:" + id + "  ")).isEqualTo(id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Other: a",
        "X-Request-Id:",
        "X-Request-Id: a b",
        "X-Request-Id: a\tb",
        "X-Request-Id: a,b",
        "X-Request-Id: a\"b",
        "X-Request-Id: a\u00e9b",
        "X-Request-Id: \u00c3\u00a9",
        "X-Request-Id: a%0Ab",
        "X-Request-Id: ../a",
        "X-Request-Id: a\nX-Request-Id: b",
        "X-Request-Id: a\nX-Request-Id: a",
      })
  void missingOrMalformedIdIsReplaced(String headers) {
    for (Http listener : listeners()) {
      assertThat(idOfAnswer(listener, headers)).matches(NEW);
      assertThat(idOfAnswer(listener, "X-Request-Id: " + LONGEST + "x")).matches(NEW);
    }
  }

  @Test
  void newRequestIdsDiffer() {
    assertThat(idOfAnswer(GATEWAY.api(), "A: b")).isNotEqualTo(idOfAnswer(GATEWAY.api(), "A: b"));
  }

  private static String idOfAnswer(Http listener, String headers) {
    Answer answer =
        RawConnection.answer(listener, "GET /nowhere HTTP/1.1\nHost: a\n" + headers + "\n\n");
    assertThat(answer.status()).isEqualTo(404);
    return singleId(answer);
  }

  private static String singleId(Answer answer) {
    List<String> ids = answer.headers().allValues("X-Request-Id");
    assertThat(ids).hasSize(1);
    return ids.getFirst();
  }

  @Test
  void everyKindOfAnswerHasTheIdOfTheCaller() {
    Http api = GATEWAY.api().with("X-Request-Id", "mine");
    Http management = GATEWAY.management().with("X-Request-Id", "mine");
    String leads = CAMPAIGN.leads();

    assertHasIdMine(201, api.bearer(TOKEN).post(leads, LEAD));
    assertHasIdMine(400, api.bearer(TOKEN).post(leads, "{"));
    assertHasIdMine(401, api.post(leads, LEAD));
    assertHasIdMine(403, api.bearer(TOKEN).get("/v1/leads/018f0000-0000-7000-8000-000000000000"));
    assertHasIdMine(405, api.get(leads));
    assertHasIdMine(415, api.with("Content-Type", "text/plain").post(leads, "x"));
    assertHasIdMine(422, api.bearer(TOKEN).post(leads, "{}"));
    assertHasIdMine(400, api.post("/oauth2/token", "{}"));
    assertHasIdMine(200, management.get("/metrics"));
    assertHasIdMine(200, management.get("/health/ready"));
    assertHasIdMine(401, management.get("/admin/credentials"));
    assertHasIdMine(405, management.post("/metrics", "{}"));
    assertHasIdMine(404, management.admin().get("/admin/credentials/none"));
    for (Http listener : listeners()) {
      assertHasIdMine(400, listener, "GET / HTTP/1.1\nX-Request-Id: mine\n\n");
      assertHasIdMine(400, listener, "GET /%zz HTTP/1.1\nHost: a\nX-Request-Id: mine\n\n");
    }
  }

  @Test
  void unreadableRequestGetsANewId() {
    for (Http listener : listeners()) {
      for (String request :
          new String[] {"hello\n\n", "GET /" + "x".repeat(17_000) + " HTTP/1.1\nHost: a\n\n"}) {
        assertThat(singleId(RawConnection.answer(listener, request))).matches(NEW);
      }
    }
  }

  private static void assertHasIdMine(int status, Http listener, String request) {
    assertHasIdMine(status, RawConnection.answer(listener, request));
  }

  private static void assertHasIdMine(int status, Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(singleId(answer)).isEqualTo("mine");
  }
}
