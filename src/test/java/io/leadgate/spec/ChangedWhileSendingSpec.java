package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Gzip;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Makes changes while the body of a request arrives. The changes are in force for that request. */
class ChangedWhileSendingSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String BODY = "{\"note\":\"sent in two parts\"}";

  private final Answer campaign = ACCOUNT.campaign();
  private final String path = campaign.header("Location");
  private final Credential credential = FIXTURES.credential("lead_receiver", "account_api");
  private final String token = FIXTURES.token(credential);

  private Answer sendWhile(String request, String headers, Runnable meanwhile) {
    return sendWhile(request, headers, BODY.getBytes(StandardCharsets.UTF_8), meanwhile);
  }

  private Answer sendWhile(String request, String headers, byte[] body, Runnable meanwhile) {
    return sendWhile(request, "application/json", headers, body, meanwhile);
  }

  private Answer sendWhile(
      String request, String type, String headers, byte[] body, Runnable meanwhile) {
    double checked = tokensChecked();
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      connection
          .send(
              "%s HTTP/1.1\nHost: x\nContent-Type: %s\nContent-Length: %d\n%s\n"
                  .formatted(request, type, body.length, headers))
          .send(Arrays.copyOf(body, 5));
      Await.until("the head is checked", SOON, () -> tokensChecked() > checked);
      meanwhile.run();
      return connection.send(Arrays.copyOfRange(body, 5, body.length)).answer();
    }
  }

  private static double tokensChecked() {
    return Scrape.sum(GATEWAY.management(), "leadgate_token_checks_total");
  }

  private Answer postWhile(Runnable meanwhile) {
    return sendWhile("POST " + path + "/leads", bearer(), meanwhile);
  }

  private String bearer() {
    return "Authorization: Bearer " + token + "\n";
  }

  private void disable() {
    disable(credential);
  }

  private static void disable(Credential credential) {
    GATEWAY
        .management()
        .admin()
        .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}");
  }

  private long leads() {
    return FIXTURES.number(
        "SELECT count(*) FROM lead WHERE campaign_id = ?", AccountClient.id(campaign));
  }

  @Test
  void leadOfACredentialDisabledMeanwhileIsQuarantined() {
    Answer kept = assertQuarantined(postWhile(this::disable), "invalid-token", BODY);

    assertThat(kept.text("reason")).isEqualTo("credential_disabled");
  }

  @Test
  void gzipOfACredentialDisabledMeanwhileIsQuarantinedInflated() {
    byte[] gzip = Gzip.of(BODY.getBytes(StandardCharsets.UTF_8));

    assertQuarantined(sendGzipWhileDisabled(gzip), "invalid-token", BODY);
  }

  @Test
  void brokenGzipOfACredentialDisabledMeanwhileIsQuarantinedAsItCame() {
    byte[] broken = BODY.getBytes(StandardCharsets.UTF_8);

    assertQuarantined(sendGzipWhileDisabled(broken), "invalid-token", BODY);
  }

  @Test
  void arrayOfACredentialDisabledMeanwhileIsQuarantinedAsOneRequest() {
    String array = "[%s,%s]".formatted(BODY, BODY);
    Answer answer =
        sendWhile(
            "POST " + path + "/leads",
            bearer(),
            array.getBytes(StandardCharsets.UTF_8),
            this::disable);

    assertQuarantined(answer, "invalid-token", array);
  }

  private int number(String member) {
    return campaign.json().path(member).intValue();
  }

  private String v2() {
    return "{\"source\":{\"vid\":%d,\"lid\":%d,\"aid\":%d},\"leads\":[{\"fields\":%s}]}"
        .formatted(number("lead_source_id"), number("lead_type_id"), number("id"), BODY);
  }

  private String v1() {
    return "vid=%d&lid=%d&aid=%d&note=sent+in+two+parts"
        .formatted(number("lead_source_id"), number("lead_type_id"), number("id"));
  }

  private Answer postV1While(String headers, Runnable meanwhile) {
    return sendWhile(
        "POST /processor/insert/general",
        "application/x-www-form-urlencoded",
        headers,
        v1().getBytes(StandardCharsets.UTF_8),
        meanwhile);
  }

  private Answer postV2While(String headers, Runnable meanwhile) {
    return sendWhile(
        "POST /v2/insert/general", headers, v2().getBytes(StandardCharsets.UTF_8), meanwhile);
  }

  @Test
  void v2OfACredentialDisabledMeanwhileIsQuarantined() {
    Answer kept = assertQuarantined(postV2While(bearer(), this::disable), "invalid-token", v2());

    assertThat(kept.text("reason")).isEqualTo("credential_disabled");
  }

  @Test
  void v2OfAStaticKeyDisabledMeanwhileIsQuarantined() {
    Credential key = FIXTURES.staticKey(number("lead_source_id"));

    assertQuarantined(
        postV2While("api-key: " + key.secret() + "\n", () -> disable(key)), "invalid-token", v2());
  }

  @Test
  void v2ForACampaignPausedMeanwhileIsRefused() {
    Answer answer =
        postV2While(bearer(), () -> ACCOUNT.client().patch(path, "{\"status\":\"paused\"}"));

    assertProblem(answer, 409, "campaign-not-active");
    assertThat(leads()).isZero();
  }

  @Test
  void v1OfACredentialDisabledMeanwhileIsQuarantined() {
    assertV1Quarantined(postV1While(bearer(), this::disable));
  }

  @Test
  void v1OfAStaticKeyDisabledMeanwhileIsQuarantined() {
    Credential key = FIXTURES.staticKey(number("lead_source_id"));

    assertV1Quarantined(postV1While("api-key: " + key.secret() + "\n", () -> disable(key)));
  }

  private void assertV1Quarantined(Answer answer) {
    V1Reply.refused(answer, 401, "Account_Disabled");
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM quarantine WHERE campaign_id = ? AND format = 'v1'"
                    + " AND reason = 'credential_disabled' AND body = ?",
                number("id"),
                v1().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(1);
    assertThat(leads()).isZero();
  }

  private Answer sendGzipWhileDisabled(byte[] body) {
    return sendWhile(
        "POST " + path + "/leads", bearer() + "Content-Encoding: gzip\n", body, this::disable);
  }

  /**
   * Asserts that the post was refused, is kept in the quarantine with this body, and is not stored
   * as a lead. Returns the kept request.
   */
  private Answer assertQuarantined(Answer answer, String problem, String body) {
    assertProblem(answer, 401, problem);
    assertThat(answer.json().path("quarantined").asBoolean()).as(answer.body()).isTrue();
    Answer kept =
        GATEWAY.management().admin().get("/admin/quarantine/" + answer.text("quarantine_id"));
    assertThat(kept.text("body")).isEqualTo(body);
    assertThat(leads()).isZero();
    return kept;
  }

  @Test
  void leadForACampaignPausedMeanwhileIsRefused() {
    Answer answer = postWhile(() -> ACCOUNT.client().patch(path, "{\"status\":\"paused\"}"));

    assertProblem(answer, 409, "campaign-not-active");
    assertThat(leads()).isZero();
  }

  @Test
  void leadForACampaignDeletedMeanwhileIsRefused() {
    Answer answer = postWhile(() -> ACCOUNT.client().delete(path));

    assertProblem(answer, 404, "not-found");
    assertThat(leads()).isZero();
  }

  @Test
  void leadWithoutATokenThatIsNeededMeanwhileIsQuarantined() {
    ACCOUNT.client().patch(path, "{\"require_authentication\":false}");
    Answer answer =
        sendWhile(
            "POST " + path + "/leads",
            "",
            () -> ACCOUNT.client().patch(path, "{\"require_authentication\":true}"));

    assertQuarantined(answer, "missing-token", BODY);
  }

  @Test
  void unrelatedChangeDoesNotAffectALead() {
    assertThat(postWhile(ACCOUNT::campaign).status()).isEqualTo(201);
    assertThat(leads()).isEqualTo(1);
  }

  @Test
  void changeByACredentialDisabledMeanwhileIsRefused() {
    Answer refused = sendWhile("POST /v1/lead-sources", bearer(), this::disable);

    assertProblem(refused, 401, "invalid-token");
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM audit_log WHERE actor = ?", credential.clientId()))
        .isZero();
  }
}
