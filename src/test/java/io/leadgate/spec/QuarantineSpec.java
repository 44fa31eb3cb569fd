package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.Pages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads quarantined requests as an admin: single requests, and pages of a filtered list. */
class QuarantineSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String QUARANTINE = "/admin/quarantine";

  private final Campaign campaign = FIXTURES.campaign();
  private final Http admin = GATEWAY.management().admin();
  private final Http stranger = GATEWAY.api();

  @Test
  void quarantinedRequestIsShownWhole() {
    Answer refused = stranger.with("Idempotency-Key", "\"k\"").post(campaign.leads(), LEAD);
    Answer shown = admin.get(QUARANTINE + "/" + refused.text("quarantine_id"));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.body())
        .isEqualTo(
            """
            {"id":"%s","campaign_id":%d,"reason":"missing_token","client_id":null,\
            "received_at":"%s","remote_address":"127.0.0.1","content_type":"application/json",\
            "body":"%s","idempotency_key":"\\"k\\"","reference":null,"released_as":[]}"""
                .formatted(
                    refused.text("quarantine_id"),
                    campaign.id(),
                    shown.text("received_at"),
                    LEAD.replace("\"", "\\\"")));
  }

  @Test
  void binaryBodyIsShownAsBase64() {
    byte[] body = {'{', (byte) 0xFF, 0, '}'};
    Answer refused = stranger.post(campaign.leads(), body);
    JsonNode shown = admin.get(QUARANTINE + "/" + refused.text("quarantine_id")).json();

    assertThat(shown.path("body_encoding").asText()).isEqualTo("base64");
    assertThat(shown.path("body").asText()).isEqualTo("e/8AfQ==");
  }

  @Test
  void listIsFilteredAndPagedNewestFirst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(stranger.post(campaign.leads(), LEAD).text("quarantine_id"));
    }
    stranger.bearer("x").post(campaign.leads(), LEAD);
    String filter = QUARANTINE + "?reason=missing_token&campaign_id=" + campaign.id();

    assertThat(Pages.texts(admin, filter + "&limit=2", "id")).isEqualTo(ids.reversed());
    assertThat(Pages.read(admin, filter + "&limit=2")).extracting(List::size).startsWith(2, 2, 1);
    assertThat(items(filter + "&from=2100-01-01T00:00:00Z")).isZero();
    assertThat(items(filter + "&to=2100-01-01T00:00:00Z")).isEqualTo(5);
    assertThat(items(filter + "&to=2000-01-01T00:00:00Z")).isZero();
    assertThat(items(QUARANTINE + "?reason=malformed_token&campaign_id=" + campaign.id()))
        .isEqualTo(1);
  }

  @Test
  void fullLastPageHasNoCursor() {
    for (int i = 0; i < 4; i++) {
      stranger.post(campaign.leads(), LEAD);
    }
    String filter = QUARANTINE + "?campaign_id=" + campaign.id();
    JsonNode first = admin.get(filter + "&limit=2").json();
    JsonNode last =
        admin.get(filter + "&limit=2&cursor=" + first.path("next_cursor").asText()).json();

    assertThat(first.path("items")).hasSize(2);
    assertThat(last.path("items")).hasSize(2);
    assertThat(last.path("next_cursor").isNull()).isTrue();
    assertThat(admin.get(filter + "&limit=4").json().path("next_cursor").isNull()).isTrue();
  }

  @Test
  void pageOfLargeBodiesIsShort() {
    byte[] large = new byte[50_000];
    Arrays.fill(large, (byte) 'x');
    for (int i = 0; i < 5; i++) {
      stranger.post(campaign.leads(), large);
    }
    byte[] largest = new byte[1 << 20];
    Arrays.fill(largest, (byte) 'x');
    stranger.post(campaign.leads(), largest);

    assertThat(Pages.read(admin, QUARANTINE + "?campaign_id=" + campaign.id()))
        .extracting(List::size)
        .containsExactly(1, 2, 2, 1);
  }

  private int items(String path) {
    return admin.get(path).json().path("items").size();
  }

  @Test
  void invalidParametersAre400() {
    for (String bad : List.of("reason=odd", "from=yesterday", "campaign_id=x", "limit=-1")) {
      assertProblem(admin.get(QUARANTINE + "?" + bad), 400, "invalid-parameter");
    }
    assertThat(admin.get(QUARANTINE + "/x").status()).isEqualTo(404);
    assertThat(admin.get(QUARANTINE + "/01a20c8e-1e10-7a44-b2ca-7cd0716bb438").status())
        .isEqualTo(404);
    assertThat(GATEWAY.management().get(QUARANTINE).status()).isEqualTo(401);
  }
}
