package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static io.leadgate.support.http.AnswerAssertions.assertPlainProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends requests that no HTTP client sends: invalid, too long, or broken off. */
class BadInputHttpSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();
  private static final Campaign OPEN = FIXTURES.openCampaign();
  private static final String TOKEN = FIXTURES.token("lead_receiver");
  private static final Http VENDOR = GATEWAY.api().bearer(TOKEN);
  private static final String FAILED = "leadgate_leads_total{outcome=\"failed\"}";

  @Test
  void tooLongRequestLineIs414() {
    String path = "/v1/leads/" + "x".repeat(17_000);

    assertProblemAndClose("GET " + path + " HTTP/1.1\nHost: a\n\n", 414, "uri-too-long");
    assertProblemAndClose("GET /?" + "x".repeat(100_000), 414, "uri-too-long");
    assertProblemAndClose("X".repeat(20_000), 414, "uri-too-long");
  }

  @Test
  void tooLongHeadersAre431() {
    String one = "A: " + "x".repeat(17_000) + "\n";
    String many = "A: x\n".repeat(5_000);

    assertProblemAndClose("GET / HTTP/1.1\nHost: a\n" + one + "\n", 431, "headers-too-large");
    assertProblemAndClose("GET / HTTP/1.1\nHost: a\n" + many + "\n", 431, "headers-too-large");
    assertProblemAndClose(head("Content-Length: 2\n" + one) + "{}", 431, "headers-too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\n\n",
        "GET\n\n",
        "GET /\n\n",
        "GET / HTTP\n\n",
        "GET / HTTP/x.y\nHost: a\n\n",
        "GET / HTTP/1.1\nHost: a\nno colon\n\n",
        "GET / HTTP/1.1\nHost: a\nA B: c\n\n",
        "GET / HTTP/1.1\nHost: a\nA : b\n\n",
        "GET / HTTP/1.1\nHost: a\nA: b\u0000c\n\n",
        "POST / HTTP/1.1\nHost: a\nContent-Length: x\n\n",
        "POST / HTTP/1.1\nHost: a\nContent-Length: -1\n\n",
        "POST / HTTP/1.1\nHost: a\nContent-Length: +1\n\nx",
        "POST / HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 2\n\nxx",
        "POST / HTTP/1.1\nHost: a\nContent-Length: 1, 2\n\nxx",
        "POST / HTTP/1.1\nHost: a\nContent-Length: 99999999999999999999\n\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\n\n",
      })
  void malformedRequestIs400(String request) {
    assertProblemAndClose(request, 400, "malformed-request");
  }

  private static void assertProblemAndClose(String request, int status, String slug) {
    try (RawConnection connection = RawConnection.to(GATEWAY.api()).send(request)) {
      Answer answer = connection.answer();

      assertPlainProblem(answer, status, slug);
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  static Stream<Arguments> oddRequests() {
    return Stream.of(
        arguments("GET / HTTP/1.1\n\n", 400, "malformed-request"),
        arguments("GET /x HTTP/1.1\nHost: a\n: no name\n\n", 404, "not-found"),
        arguments("OPTIONS * HTTP/1.1\nHost: a\n\n", 404, "not-found"),
        arguments("GET http://a/v1/leads/x HTTP/1.1\nHost: a\n\n", 401, "missing-token"),
        arguments("GET v1/leads/x HTTP/1.1\nHost: a\n\n", 404, "not-found"),
        arguments("GET ?x HTTP/1.1\nHost: a\n\n", 400, "malformed-request"),
        arguments("CONNECT a:80 HTTP/1.1\nHost: a:80\n\n", 404, "not-found"),
        arguments(
            "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip\n\n", 400, "malformed-request"),
        arguments(
            "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n",
            400,
            "malformed-request"),
        arguments("GET /x HTTP/1.0\n\n", 404, "not-found"));
  }

  @ParameterizedTest
  @MethodSource("oddRequests")
  void unusualRequestIsAnsweredWithAProblem(String request, int status, String slug) {
    assertPlainProblem(RawConnection.answer(GATEWAY.api(), request), status, slug);
  }

  @Test
  void malformedChunksAre400AndCloseTheConnection() {
    double failed = Scrape.value(GATEWAY.management(), FAILED);
    for (String chunks : new String[] {"zz\n{}\n", "1\n{\nzz\n}\n", "-1\n{\n", "1\n{}\n\n"}) {
      assertProblemAndClose(head("Transfer-Encoding: chunked") + chunks, 400, "malformed-request");
    }
    awaitEachLeadAnsweredOrGivenUp();
    assertThat(Scrape.value(GATEWAY.management(), FAILED)).isEqualTo(failed);
  }

  @Test
  void brokenOffRequestIsNotStored() {
    for (Campaign campaign : new Campaign[] {CAMPAIGN, OPEN}) {
      for (String begun :
          new String[] {
            head("Content-Length: 100"),
            head("Content-Length: 100") + "{\"a\":1}",
            head("Transfer-Encoding: chunked") + "7\n{\"a\":1}\n",
            head("Content-Length: 100").replace(TOKEN, FIXTURES.token("lead_receiver")) + "{",
            head("Content-Length: 100").replace(TOKEN, "a.b.c") + "{",
          }) {
        RawConnection.to(GATEWAY.api())
            .send(begun.replace("/" + CAMPAIGN.id() + "/", "/" + campaign.id() + "/"))
            .close();
      }
    }
    awaitEachLeadAnsweredOrGivenUp();
  }

  private static void awaitEachLeadAnsweredOrGivenUp() {
    Await.until(
        "each lead that was received is answered or given up",
        Duration.ofSeconds(20),
        () ->
            sum("leadgate_leads_received_total") == sum("leadgate_leads_total")
                && sum("leadgate_inflight_leads") == 0);
  }

  private static double sum(String metric) {
    return Scrape.sum(GATEWAY.management(), metric);
  }

  private static String head(String more) {
    return "POST %s HTTP/1.1\nHost: a\nAuthorization: Bearer %s\nContent-Type: application/json\n%s\n\n"
        .formatted(CAMPAIGN.leads(), TOKEN, more.strip());
  }

  @AfterEach
  void assertThatOnlyTheNextGoodLeadIsAccepted() {
    assertThat(FIXTURES.storedLeads(CAMPAIGN) + FIXTURES.quarantined(CAMPAIGN)).isZero();
    assertThat(FIXTURES.storedLeads(OPEN) + FIXTURES.quarantined(OPEN)).isZero();
    assertThat(GATEWAY.management().get("/health/ready").status()).isEqualTo(200);
    assertLeadIsAccepted(VENDOR, FIXTURES.campaign());
  }
}
