package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RuledCampaigns;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Tests who learns the id of the earlier lead: in the answer to a duplicate, in a test, and in the
 * Data API.
 */
class DuplicateReaderSpec {

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final RuledCampaigns RULED = new RuledCampaigns(GATEWAY);
  private static final String SCOPES = "lead_receiver";
  private static final Http UNBOUND = GATEWAY.api().bearer(FIXTURES.token(SCOPES, "data_api"));

  private final int source = RULED.newSource();
  private final Campaign elsewhere = RULED.plain(RULED.newSource());
  private final Campaign flagging = RULED.byEmail(source, "all", "flag", true);
  private final Http bound =
      GATEWAY.api().bearer(FIXTURES.token(FIXTURES.boundCredential(source, SCOPES, "data_api")));
  private final String lead = "{\"email\":\"ada-%d@example.com\"}".formatted(source);

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static String stored(Http vendor, Campaign campaign, String lead) {
    Answer answer = vendor.post(campaign.leads(), lead);
    assertThat(answer.status()).isEqualTo(201);
    return answer.text("id");
  }

  private static void assertDuplicateOf(JsonNode json, @Nullable String first) {
    assertThat(json.has("duplicate_of")).isTrue();
    assertThat(json.path("duplicate_of").asText("null")).isEqualTo(String.valueOf(first));
  }

  private static void assertRead(
      Http reader, Campaign campaign, String id, @Nullable String first) {
    assertDuplicateOf(reader.get("/v1/leads/" + id).json(), first);
    JsonNode items = reader.get("/v1/leads?campaign_id=" + campaign.id()).json().path("items");
    for (JsonNode item : items) {
      if (item.path("id").asText().equals(id)) {
        assertDuplicateOf(item, first);
        return;
      }
    }
    throw new AssertionError(id + " is not in " + items);
  }

  @Test
  void boundCredentialIsNotToldOfALeadOfAnotherSource() {
    stored(UNBOUND, elsewhere, lead);
    Answer flagged = bound.post(flagging.leads(), lead);

    assertThat(flagged.status()).isEqualTo(201);
    assertDuplicateOf(flagged.json(), null);
    assertRead(bound, flagging, flagged.text("id"), null);
  }

  @Test
  void boundCredentialIsToldOfALeadOfItsOwnSource() {
    String first = stored(UNBOUND, flagging, lead);
    Answer flagged = bound.post(flagging.leads(), lead);

    assertDuplicateOf(flagged.json(), first);
    assertRead(bound, flagging, flagged.text("id"), first);
  }

  @Test
  void unboundCredentialIsToldOfEachLead() {
    String first = stored(UNBOUND, elsewhere, lead);
    Answer flagged = UNBOUND.post(flagging.leads(), lead);

    assertDuplicateOf(flagged.json(), first);
    assertRead(UNBOUND, flagging, flagged.text("id"), first);
    assertRead(bound, flagging, flagged.text("id"), null);
  }

  @Test
  void replayTellsOfTheEarlierLeadAsTheFirstAnswerDid() {
    String first = stored(UNBOUND, elsewhere, lead);
    for (Http vendor : List.of(UNBOUND, bound)) {
      Http keyed = vendor.with("Idempotency-Key", "key-replay");
      Answer flagged = keyed.post(flagging.leads(), lead);
      assertDuplicateOf(flagged.json(), vendor.equals(UNBOUND) ? first : null);
      Answer replay = keyed.post(flagging.leads(), lead);
      JsonNode test = keyed.post(flagging.leads() + "?test=true", lead).json();

      assertThat(replay.status()).isEqualTo(200);
      assertThat(replay.json()).isEqualTo(flagged.json());
      assertThat(test.path("duplicate_of")).isEqualTo(flagged.json().path("duplicate_of"));
    }
  }

  @Test
  void itemsOfAnArrayTellOfTheLeadsOfTheOwnSourceOnly() {
    stored(UNBOUND, elsewhere, lead);
    String own = stored(UNBOUND, flagging, lead.replace("ada", "eve"));
    JsonNode results =
        bound
            .post(flagging.leads(), "[%s,%s]".formatted(lead, lead.replace("ada", "eve")))
            .json()
            .path("results");

    assertDuplicateOf(results.path(0), null);
    assertDuplicateOf(results.path(1), own);
  }

  @Test
  void rejectionTellsABoundCredentialNoIdOfAnotherSource() {
    Campaign rejecting = RULED.byEmail(source, "all", "reject", true);
    String first = stored(UNBOUND, elsewhere, lead);

    for (String query : new String[] {"", "?test=true"}) {
      Answer hidden = bound.post(rejecting.leads() + query, lead);
      assertProblem(hidden, 422, "duplicate-lead");
      assertThat(hidden.json().path("first_id").isNull()).isTrue();
      Answer told = UNBOUND.post(rejecting.leads() + query, lead);
      assertThat(told.text("first_id")).isEqualTo(first);
    }
  }

  @Test
  void ruleWithinTheLeadSourceTellsABoundCredential() {
    Campaign ruled = RULED.byEmail(source, "lead_source", "reject", true);
    String first = stored(UNBOUND, RULED.plain(source), lead);
    Answer rejected = bound.post(ruled.leads(), lead);

    assertProblem(rejected, 422, "duplicate-lead");
    assertThat(rejected.text("first_id")).isEqualTo(first);
  }

  @Test
  void strangerIsNotToldThatALeadIsADuplicate() {
    Campaign open = RULED.byEmail(source, "all", "flag", false);
    String first = stored(UNBOUND, elsewhere, lead);
    Answer stranger = GATEWAY.api().post(open.leads(), lead);
    Answer test = GATEWAY.api().post(open.leads() + "?test=true", lead);
    Answer array = GATEWAY.api().post(open.leads(), "[" + lead + "]");

    assertThat(stranger.status()).isEqualTo(201);
    assertThat(test.status()).isEqualTo(200);
    assertThat(array.status()).isEqualTo(200);
    assertThat(stranger.body() + test.body() + array.body()).doesNotContain("duplicate_of");
    assertRead(UNBOUND, open, stranger.text("id"), first);
  }

  @Test
  void earlierLeadThatIsGoneKeepsItsIdForUnboundReaders() {
    String first = stored(UNBOUND, flagging, lead);
    String id = stored(UNBOUND, flagging, lead);
    FIXTURES.change("DELETE FROM lead WHERE id = ?::uuid", first);

    assertRead(UNBOUND, flagging, id, first);
    assertRead(bound, flagging, id, null);
  }
}
