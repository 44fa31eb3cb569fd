package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Account;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A body may be long in coming: what is changed meanwhile is in force for its request. */
class ChangedWhileSendingSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Account ACCOUNT = new Account(GATEWAY);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String BODY = "{\"note\":\"sent in two parts\"}";

  private final Answer campaign = ACCOUNT.campaign();
  private final String path = campaign.header("Location");
  private final Credential credential = FIXTURES.credential("lead_receiver", "account_api");
  private final String token = FIXTURES.token(credential);

  private Answer sent(String request, String headers, Runnable meanwhile) {
    double checked = tokensChecked();
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      connection.send(
          "%s HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: %d\n%s\n%s"
              .formatted(request, BODY.length(), headers, BODY.substring(0, 5)));
      Await.until("its head was judged", SOON, () -> tokensChecked() > checked);
      meanwhile.run();
      return connection.send(BODY.substring(5)).answer();
    }
  }

  private static double tokensChecked() {
    return Scrape.sum(GATEWAY.management(), "leadgate_token_checks_total");
  }

  private Answer lead(Runnable meanwhile) {
    return sent("POST " + path + "/leads", bearer(), meanwhile);
  }

  private String bearer() {
    return "Authorization: Bearer " + token + "\n";
  }

  private void disable() {
    GATEWAY
        .management()
        .admin()
        .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}");
  }

  private long leads() {
    return FIXTURES.number("SELECT count(*) FROM lead WHERE campaign_id = ?", Account.id(campaign));
  }

  @Test
  void aLeadWhoseCredentialIsDisabledMeanwhileIsQuarantinedWhole() {
    Answer answer = lead(this::disable);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("quarantined").asBoolean()).isTrue();
    Answer kept =
        GATEWAY.management().admin().get("/admin/quarantine/" + answer.text("quarantine_id"));
    assertThat(kept.text("reason")).isEqualTo("credential_disabled");
    assertThat(kept.text("body")).isEqualTo(BODY);
    assertThat(leads()).isZero();
  }

  @Test
  void aLeadWhoseCampaignIsPausedMeanwhileIsNotTaken() {
    Answer answer = lead(() -> ACCOUNT.client().patch(path, "{\"status\":\"paused\"}"));

    assertThat(answer.problem()).isEqualTo("campaign-not-active");
    assertThat(leads()).isZero();
  }

  @Test
  void aLeadWhoseCampaignIsDeletedMeanwhileIsNotTaken() {
    Answer answer = lead(() -> ACCOUNT.client().delete(path));

    assertThat(answer.problem()).isEqualTo("not-found");
    assertThat(leads()).isZero();
  }

  @Test
  void aLeadWithoutATokenIsQuarantinedWhereOneIsWantedMeanwhile() {
    ACCOUNT.client().patch(path, "{\"require_authentication\":false}");
    Answer answer =
        sent(
            "POST " + path + "/leads",
            "",
            () -> ACCOUNT.client().patch(path, "{\"require_authentication\":true}"));

    assertThat(answer.problem()).isEqualTo("missing-token");
    assertThat(answer.json().path("quarantined").asBoolean()).isTrue();
    assertThat(leads()).isZero();
  }

  @Test
  void whatIsOfNoConcernToItChangesNothing() {
    assertThat(lead(ACCOUNT::campaign).status()).isEqualTo(201);
    assertThat(leads()).isEqualTo(1);
  }

  @Test
  void aChangeWhoseCredentialIsDisabledMeanwhileIsNotMade() {
    Answer created = sent("POST /v1/lead-sources", bearer(), this::disable);

    assertThat(created.problem()).isEqualTo("invalid-token");
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM audit_log WHERE actor = ?", credential.clientId()))
        .isZero();
  }
}
