package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static io.leadgate.support.http.AnswerAssertions.assertPlainProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends requests with an unknown media type, method or path. */
class BadInputTypeSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final String KNOWN_TYPES =
      "application/json, application/x-www-form-urlencoded, multipart/form-data, application/xml,"
          + " text/xml";
  private static final byte[] NO_BODY = {};
  private static final String ADMIN = RunningGateway.ADMIN + ":" + RunningGateway.ADMIN_PASSWORD;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/html",
        "application/xml; charset=latin1",
        "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/mixed; boundary=x",
        "application/json; charset=latin1",
        "application/json;charset=utf-16",
        "application/json; charset=\"ISO-8859-1\"",
        "application/jsonx",
        "application/ json",
        "application",
        "*/*",
        "json",
        ";",
      })
  void unknownMediaTypeIs415WithTheKnownTypes(String type) {
    Answer answer = VENDOR.with("Content-Type", type).post(CAMPAIGN.leads(), LEAD);

    assertPlainProblem(answer, 415, "unsupported-media-type");
    assertThat(answer.header("Accept")).isEqualTo(KNOWN_TYPES);
  }

  @Test
  void missingMediaTypeIs415WithTheKnownTypes() {
    Answer answer = VENDOR.send("POST", CAMPAIGN.leads(), LEAD.getBytes(StandardCharsets.UTF_8));

    assertPlainProblem(answer, 415, "unsupported-media-type");
    assertThat(answer.header("Accept")).isEqualTo(KNOWN_TYPES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "identity, gzip", "gzip, gzip", "nonsense"})
  void unknownContentEncodingIs415WithGzipAsAccepted(String encoding) {
    Answer answer = VENDOR.with("Content-Encoding", encoding).post(CAMPAIGN.leads(), LEAD);

    assertPlainProblem(answer, 415, "unsupported-media-type");
    assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=UTF-8",
        "application/json;charset=\"utf-8\"",
        "APPLICATION/JSON ; Charset=Utf-8",
        "application/json; version=1",
        "application/json; charset=utf8",
        "application/json; charset='utf-8'",
        "application/json; charset=",
        "application/json; charset=us-ascii",
        "text/json",
        "text/x-json; charset=utf8",
        "application/problem+json",
        "application/vnd.vendor.lead+json"
      })
  void mediaTypeOfJsonIsTakenInAnySpelling(String type) {
    Campaign campaign = FIXTURES.campaign();

    assertThat(VENDOR.with("Content-Type", type).post(campaign.leads(), LEAD).status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/campaigns/1/leads, POST",
    "/v1/leads/018f0000-0000-7000-8000-000000000000, 'GET, HEAD'",
    "/v1/leads/x, 'GET, HEAD'",
    "/v1/authorization/token, POST",
    "/oauth2/token, POST"
  })
  void unknownMethodIs405WithTheAllowedMethods(String path, String allowed) {
    for (String method : "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE BREW".split(" ", -1)) {
      if (!allowed.contains(method)) {
        Answer answer = VENDOR.send(method, path, NO_BODY);

        assertThat(answer.status()).as(method).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
        if (!method.equals("HEAD")) {
          assertPlainProblem(answer, 405, "method-not-allowed");
        }
      }
    }
  }

  @Test
  void headIsAnsweredLikeGetWithoutTheBody() {
    Answer stored = VENDOR.post(FIXTURES.campaign().leads(), LEAD);
    Http reader = GATEWAY.api().bearer(FIXTURES.token("data_api"));
    Answer got = reader.get(stored.header("Location"));
    Answer head = reader.send("HEAD", stored.header("Location"), NO_BODY);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Type")).isEqualTo(got.header("Content-Type"));
    assertThat(reader.send("HEAD", "/v1/leads/x", NO_BODY).status()).isEqualTo(404);
    assertThat(GATEWAY.api().send("HEAD", stored.header("Location"), NO_BODY).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v2/nothing",
        "/v1/campaigns//1//leads/x",
        "/V1/campaigns/1/leads",
        "/v1/campaigns/1/leads;x=1",
        "/v1/campaigns/1%2Fleads/x",
        "/admin/credentials",
        "/metrics",
        "/health/live",
        "/../etc/passwd",
        "/%2e%2e/etc/passwd",
        "/favicon.ico"
      })
  void unknownPathIs404(String path) {
    assertPlainProblem(VENDOR.get(path), 404, "not-found");
    assertPlainProblem(VENDOR.post(path, LEAD), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/campaigns/%zz/leads, 400, malformed-request",
    "/v1/campaigns/%/leads, 400, malformed-request",
    "/v1/leads/%f, 400, malformed-request",
    "/%zz, 400, malformed-request",
    "/v1/leads/%C0%AF, 401, missing-token"
  })
  void pathThatCannotBeDecodedIsRefused(String path, int status, String slug) {
    Answer answer = RawConnection.answer(GATEWAY.api(), "GET " + path + " HTTP/1.1\nHost: a\n\n");

    assertPlainProblem(answer, status, slug);
  }

  @Test
  void queryThatCannotBeDecodedIs400() {
    String basic = Base64.getEncoder().encodeToString(ADMIN.getBytes(StandardCharsets.UTF_8));
    Answer answer =
        RawConnection.answer(
            GATEWAY.management(),
            "GET /admin/quarantine?limit=%zz HTTP/1.1\nHost: a\nAuthorization: Basic "
                + basic
                + "\n\n");

    assertPlainProblem(answer, 400, "invalid-parameter");
  }

  @AfterAll
  static void assertThatOnlyTheNextGoodLeadIsAccepted() {
    assertThat(FIXTURES.storedLeads(CAMPAIGN)).isZero();
    assertThat(FIXTURES.quarantined(CAMPAIGN)).isZero();
    assertThat(GATEWAY.management().get("/health/ready").status()).isEqualTo(200);
    assertLeadIsAccepted(VENDOR, CAMPAIGN);
  }
}
