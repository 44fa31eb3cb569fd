package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Posts equal leads without a key to a campaign with a dedupe window. */
class DedupeWindowSpec {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final AccountClient account = new AccountClient(GATEWAY);
  private final Campaign campaign = FIXTURES.campaignOfAnything();
  private final Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  private void setWindow(String members) {
    Answer changed = account.client().patch(AccountClient.CAMPAIGNS + "/" + campaign.id(), members);
    assertThat(changed.status()).isEqualTo(200);
  }

  private static void assertReplay(Answer first, Answer again) {
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void equalLeadIsAReplayOfTheFirstLead() {
    setWindow("{\"dedupe_seconds\":600}");
    Answer first = vendor.post(campaign.leads(), "{\"name\":\"Ada\",\"n\":1.50}");

    assertReplay(first, vendor.post(campaign.leads(), "{\"N\":1.50, \"NAME\":\"Ada\"}"));
    assertThat(vendor.post(campaign.leads(), "{\"name\":\"Ada\",\"n\":1.5}").status())
        .isEqualTo(201);
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(2);
  }

  @Test
  void eachLeadIsNewWhileTheWindowIsOff() {
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }

  @Test
  void settingCountsForACampaignWithoutAWindowOfItsOwn() {
    try (RunningGateway node =
        RunningGateway.join(GATEWAY.database(), Map.of("LEADGATE_LEAD_DEDUPE_WINDOW", "10m"))) {
      Http there = node.api().bearer(FIXTURES.token("lead_receiver"));
      Await.until(
          "the node knows the campaign and the token",
          SOON,
          () -> there.post(campaign.leads(), "[]").status() == 422);
      assertReplay(there.post(campaign.leads(), LEAD), there.post(campaign.leads(), LEAD));

      setWindow("{\"dedupe_seconds\":0}");
      Await.until(
          "the campaign's own window wins",
          SOON,
          () -> there.post(campaign.leads(), LEAD).status() == 201);
    }
  }

  @Test
  void ignoredFieldsDoNotCount() {
    setWindow("{\"dedupe_seconds\":600,\"dedupe_ignore\":[\"Sent_At\"]}");
    Answer first = vendor.post(campaign.leads(), "{\"name\":\"Ada\",\"sent_at\":1}");

    assertReplay(first, vendor.post(campaign.leads(), "{\"name\":\"Ada\",\"SENT_AT\":2}"));
    assertReplay(first, vendor.post(campaign.leads(), "{\"name\":\"Ada\"}"));
    assertThat(vendor.post(campaign.leads(), "{\"name\":\"Eve\",\"sent_at\":1}").status())
        .isEqualTo(201);
  }

  @Test
  void eachCredentialHasWindowsOfItsOwn() {
    setWindow("{\"dedupe_seconds\":600}");
    Http another = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    assertThat(another.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(200);
  }

  @Test
  void callersWithoutATokenShareTheWindowOfTheirAddress() {
    setWindow("{\"dedupe_seconds\":600,\"require_authentication\":false}");
    Answer first = GATEWAY.api().post(campaign.leads(), LEAD);

    assertReplay(first, GATEWAY.api().post(campaign.leads(), LEAD));
    assertReplay(first, GATEWAY.api().bearer("of-nobody").post(campaign.leads(), LEAD));
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }

  @Test
  void leadWithAKeyGoesByItsKeyAlone() {
    setWindow("{\"dedupe_seconds\":600}");
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);

    Answer keyed = vendor.with("Idempotency-Key", "w-1").post(campaign.leads(), LEAD);
    assertThat(keyed.status()).isEqualTo(201);
    assertReplay(keyed, vendor.with("Idempotency-Key", "w-1").post(campaign.leads(), LEAD));
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(200);
  }

  @Test
  void equalItemsOfAnArrayAreOneLead() {
    setWindow("{\"dedupe_seconds\":600}");
    JsonNode results =
        vendor.post(campaign.leads(), "[{\"a\":1},{\"a\":2},{\"A\":1}]").json().path("results");

    assertThat(results.findValuesAsText("status"))
        .isEqualTo(List.of("accepted", "accepted", "replayed"));
    assertThat(results.path(2).path("id")).isEqualTo(results.path(0).path("id"));
  }

  @Test
  void replayDoesNotProlongTheWindow() {
    setWindow("{\"dedupe_seconds\":600}");
    String until =
        "SELECT (extract(epoch FROM expires_at) * 1e6)::bigint FROM idempotency_key"
            + " WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)";
    vendor.post(campaign.leads(), LEAD);
    long expires = FIXTURES.number(until, campaign.id());

    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(200);
    assertThat(FIXTURES.number(until, campaign.id())).isEqualTo(expires);
    FIXTURES.change(
        "UPDATE idempotency_key SET expires_at = now()"
            + " WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)",
        campaign.id());
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }
}
