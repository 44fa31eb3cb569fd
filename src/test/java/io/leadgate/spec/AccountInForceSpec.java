package io.leadgate.spec;

import static io.leadgate.support.AccountClient.SOURCES;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.errors;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import org.junit.jupiter.api.Test;

/** Makes changes by the Account API that are in force for the next lead. */
class AccountInForceSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);

  private final Http client = ACCOUNT.client();
  private final Http vendor = GATEWAY.api().bearer(GATEWAY.fixtures().token("lead_receiver"));
  private final Answer campaign = ACCOUNT.campaign();
  private final String path = campaign.header("Location");
  private final String leads = path + "/leads";

  @Test
  void newCampaignTakesLeadsAtOnce() {
    assertThat(vendor.post(leads, "{\"a\":1}").status()).isEqualTo(201);
  }

  @Test
  void onlyActiveCampaignsOfActiveLeadSourcesTakeLeads() {
    for (String status : new String[] {"paused", "closed"}) {
      client.patch(path, "{\"status\":\"%s\"}".formatted(status));
      assertThat(vendor.post(leads, "{\"a\":1}").problem()).isEqualTo("campaign-not-active");
    }
    client.patch(path, "{\"status\":\"active\"}");
    assertThat(vendor.post(leads, "{\"a\":1}").status()).isEqualTo(201);

    String source = SOURCES + "/" + campaign.text("lead_source_id");
    client.patch(source, "{\"status\":\"inactive\"}");
    assertThat(vendor.post(leads, "{\"a\":1}").problem()).isEqualTo("campaign-not-active");
    client.patch(source, "{\"status\":\"active\"}");
    assertThat(vendor.post(leads, "{\"a\":1}").status()).isEqualTo(201);
  }

  @Test
  void requireAuthenticationDecidesWhetherATokenIsNeeded() {
    assertThat(GATEWAY.api().post(leads, "{\"a\":1}").problem()).isEqualTo("missing-token");
    client.patch(path, "{\"require_authentication\":false}");
    assertThat(GATEWAY.api().post(leads, "{\"a\":1}").status()).isEqualTo(201);
    client.patch(path, "{\"require_authentication\":true}");
    assertThat(GATEWAY.api().post(leads, "{\"a\":1}").status()).isEqualTo(401);
  }

  @Test
  void changedFieldsAreCheckedOnTheNextLead() {
    String type = TYPES + "/" + campaign.text("lead_type_id");
    client.patch(
        type,
        """
        {"fields":[{"name":"Colour","type":"choice","options":["Red","Blue"],"required":true}]}""");

    assertThat(errors(vendor.post(leads, "{}"))).containsExactly("Colour required");
    assertThat(errors(vendor.post(leads, "{\"colour\":\"green\"}")))
        .containsExactly("Colour invalid_choice");
    assertThat(vendor.post(leads, "{\"COLOUR\":\"red\",\"extra\":1}").status()).isEqualTo(201);

    client.patch(type, "{\"strict\":true}");
    assertThat(errors(vendor.post(leads, "{\"colour\":\"red\",\"extra\":{\"b\":1}}")))
        .containsExactly("extra unknown_field");
    assertThat(vendor.post(leads, "{\"colour\":\"red\"}").status()).isEqualTo(201);
  }
}
