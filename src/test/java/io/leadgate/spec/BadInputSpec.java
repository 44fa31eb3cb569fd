package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static io.leadgate.support.http.AnswerAssertions.assertPlainProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.JsonCase;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Posts JSON with a good token. The gateway refuses a broken body before Postgres sees the body,
 * and stores a good body as it was sent.
 */
class BadInputSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaignOfAnything();
  private static final Campaign REFUSING = FIXTURES.campaignOfAnything();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final Http READER = GATEWAY.api().bearer(FIXTURES.token("data_api"));

  @ParameterizedTest
  @MethodSource("io.leadgate.support.JsonCase#malformed")
  void malformedJsonIs400(JsonCase bad) {
    Answer answer = VENDOR.post(REFUSING.leads(), bad.body());

    assertPlainProblem(answer, 400, "malformed-body");
    assertThat(answer.json().properties()).hasSize(5);
  }

  @ParameterizedTest
  @MethodSource("io.leadgate.support.JsonCase#unstorable")
  void unstorableJsonIs422(JsonCase bad) {
    Answer answer = VENDOR.post(REFUSING.leads(), bad.body());

    assertPlainProblem(answer, 422, "invalid-lead");
    assertThat(answer.json().path("errors"))
        .extracting(error -> error.path("code").asText())
        .containsExactly(bad.name().split(",", 2)[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[[[[[[[[[[", "[}", "[{\"a\":1}] x", "[{\"a\":1},]", "[{\"a\":1}"})
  void malformedArrayIs400(String array) {
    assertPlainProblem(VENDOR.post(REFUSING.leads(), array), 400, "malformed-body");
  }

  @ParameterizedTest
  @MethodSource("io.leadgate.support.JsonCase#good")
  void takenBodyIsStoredAsSent(JsonCase good) {
    Answer answer = VENDOR.post(CAMPAIGN.leads(), good.body());

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE id = ?::uuid AND fields::text = ? AND fields::jsonb IS NOT NULL",
                answer.text("id"),
                good.utf8()))
        .isEqualTo(1);
    assertThat(READER.get(answer.header("Location")).body())
        .as("what the Data API shows")
        .endsWith(",\"fields\":" + good.utf8() + "}");
  }

  @Test
  void repeatedLeadIsComparedAsSent() {
    Http keyed = VENDOR.with("Idempotency-Key", "all at once");
    String lead = "{\"a\":[1e30,-0,1E5,0.1000000000000000000001],\"\":\"\\ud83d\\ude00\\\\u0000\"}";

    assertThat(keyed.post(CAMPAIGN.leads(), lead).status()).isEqualTo(201);
    assertThat(keyed.post(CAMPAIGN.leads(), lead).status()).isEqualTo(200);
    assertThat(keyed.post(CAMPAIGN.leads(), lead.replace("1e30", "1e29")).problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(keyed.post(CAMPAIGN.leads(), lead.replace("0001]", "0002]")).problem())
        .isEqualTo("idempotency-key-reused");
  }

  @Test
  void leadHasAtMost200Fields() {
    assertThat(VENDOR.post(CAMPAIGN.leads(), fields(200)).status()).isEqualTo(201);

    Answer answer = VENDOR.post(REFUSING.leads(), fields(201));
    assertPlainProblem(answer, 422, "invalid-lead");
    assertThat(answer.text("detail")).isEqualTo("The lead has 201 fields; at most 200 are taken.");
  }

  @Test
  void leadHasAtMostFiveLevels() {
    assertThat(VENDOR.post(CAMPAIGN.leads(), SmallLimits.nested(5)).status()).isEqualTo(201);

    Answer answer = VENDOR.post(REFUSING.leads(), SmallLimits.nested(6));
    assertPlainProblem(answer, 400, "malformed-body");
    assertThat(answer.text("detail")).contains("too deep");
  }

  private static String fields(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"f%d\":%d".formatted(i, i))
        .collect(Collectors.joining(",", "{", "}"));
  }

  @AfterAll
  static void assertThatOnlyTheNextGoodLeadIsAccepted() {
    assertThat(FIXTURES.storedLeads(REFUSING)).isZero();
    assertThat(FIXTURES.quarantined(REFUSING)).isZero();
    assertThat(GATEWAY.management().get("/health/ready").status()).isEqualTo(200);
    assertLeadIsAccepted(VENDOR, REFUSING);
  }
}
