package io.leadgate.spec;

import static io.leadgate.support.AccountClient.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Creates a campaign and posts and searches its leads, for the specs of {@code GET /v1/leads}. */
final class LeadSearches {

  static final RunningGateway GATEWAY = SharedGateway.get();
  static final AccountClient ACCOUNT = new AccountClient(GATEWAY);
  static final Http CLIENT =
      GATEWAY.api().bearer(GATEWAY.fixtures().token("lead_receiver", "data_api"));

  final Answer campaign = ACCOUNT.campaign();
  final String ofCampaign = "/v1/leads?campaign_id=" + id(campaign);
  final String ofSource = "/v1/leads?lead_source_id=" + campaign.text("lead_source_id");

  /**
   * Posts a lead and returns its id. Waits for the next millisecond, because leads of the same
   * millisecond have no order of time.
   */
  static String post(Answer campaign, String lead) {
    Answer posted = CLIENT.post(campaign.header("Location") + "/leads", lead);
    assertThat(posted.status()).isEqualTo(201);
    String id = posted.text("id");
    Await.until(
        "the millisecond of the lead is over",
        Duration.ofSeconds(30),
        () -> System.currentTimeMillis() > millis(id));
    return id;
  }

  /** The time with which a UUIDv7 begins. */
  private static long millis(String id) {
    return Long.parseLong(id.replace("-", "").substring(0, 12), 16);
  }

  static List<String> ids(Answer page) {
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    for (JsonNode item : page.json().path("items")) {
      ids.add(item.path("id").asText());
    }
    return ids;
  }

  static List<String> search(String path) {
    return ids(CLIENT.get(path));
  }
}
