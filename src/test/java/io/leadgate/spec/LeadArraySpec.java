package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.WholeAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Posts arrays of leads with different outcomes. Each item has a result, in the order of the items.
 */
class LeadArraySpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final String EVE = LEAD.replace("Ada", "Eve");
  private static final String JOAN = LEAD.replace("Ada", "Joan");
  private static final String STORED =
      "\"id\":\"%s\",\"received_at\":\"%s\"".formatted(WholeAnswer.ID, WholeAnswer.TIME);

  private static final ProblemText NO_EMAIL =
      ProblemText.invalidField(
          "email", "invalid_email", "must be an e-mail address, such as ada@example.com");

  private final Campaign campaign = FIXTURES.campaign();

  @Test
  void itemsHaveTheirOwnResultsInTheirOrder() {
    Answer answer =
        post(
            LEAD,
            LEAD.replace("ada@example.com", "nobody"),
            keyed("item-1", EVE),
            keyed("item-1", EVE),
            keyed("item-1", LEAD),
            "[7]",
            JOAN);

    String malformed = answer.json().at("/results/5/problem/detail").asText();
    assertThat(WholeAnswer.of(answer))
        .isEqualTo(
            WholeAnswer.json(
                200,
                "{\"accepted\":4,\"rejected\":3,\"results\":["
                    + String.join(
                        ",",
                        item(0, "accepted", STORED),
                        rejected(1, NO_EMAIL),
                        item(2, "accepted", STORED),
                        item(3, "replayed", STORED),
                        rejected(4, reused()),
                        rejected(
                            5,
                            ProblemText.of(
                                400, "malformed-body", "The body cannot be read", malformed)),
                        item(6, "accepted", STORED))
                    + "]}"));
    assertThat(malformed).isNotBlank();
    assertThat(rows()).isEqualTo(new StoredRows(3, 1, 0));
    assertStored(answer, 0, LEAD);
    assertStored(answer, 2, EVE);
    assertStored(answer, 6, JOAN);
    assertThat(result(answer, 3).path("id")).isEqualTo(result(answer, 2).path("id"));
    assertThat(result(answer, 3).path("received_at"))
        .isEqualTo(result(answer, 2).path("received_at"));
  }

  /** The second array replays the leads that the first array stored, and stores the other leads. */
  @Test
  void correctedArrayStoresNoLeadTwice() {
    Answer first = post(keyed("item-2", LEAD), keyed("item-3", "{\"email\":\"nobody\"}"));
    Answer again = post(keyed("item-2", LEAD), keyed("item-3", EVE));

    assertThat(first.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(WholeAnswer.of(again))
        .isEqualTo(
            WholeAnswer.json(
                200,
                "{\"accepted\":2,\"rejected\":0,\"results\":[%s,%s]}"
                    .formatted(item(0, "replayed", STORED), item(1, "accepted", STORED))));
    assertThat(result(again, 0).path("id")).isEqualTo(result(first, 0).path("id"));
    assertThat(rows()).isEqualTo(new StoredRows(2, 2, 0));
  }

  @Test
  void itemIsAWrapperOnlyIfItHasAnObjectOfFields() {
    Campaign anything = FIXTURES.campaignOfAnything();
    List<String> items =
        List.of(
            "{\"fields\":{\"a\":\"inner\"}}",
            "{\"fields\":\"no object\"}",
            "{\"idempotency_key\":\"item-4\",\"a\":\"outer\"}",
            "{\"fields\":{\"a\":\"late\"},\"idempotency_key\":\"item-5\"}",
            "{}");
    List<String> fields =
        List.of("{\"a\":\"inner\"}", items.get(1), items.get(2), "{\"a\":\"late\"}", "{}");
    Answer answer = VENDOR.post(anything.leads(), "[" + String.join(",", items) + "]");

    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(items.size());
    for (int i = 0; i < fields.size(); i++) {
      assertThat(StoredRows.hasLead(FIXTURES, anything, result(answer, i), fields.get(i)))
          .as(items.get(i))
          .isTrue();
    }
    assertThat(StoredRows.of(FIXTURES, anything)).isEqualTo(new StoredRows(items.size(), 1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a\\\"b\"", "\"\\u00e9\"", "7", "true", "[]", "{}"})
  void invalidKeyRejectsItsItemAlone(String key) {
    String item = "{\"idempotency_key\":%s,\"fields\":%s}".formatted(key, LEAD);
    Answer answer = post(LEAD, item);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(result(answer, 0).path("status").asText()).isEqualTo("accepted");
    assertThat(result(answer, 1).path("status").asText()).isEqualTo("rejected");
    assertThat(result(answer, 1).at("/problem/type").asText())
        .isEqualTo("/problems/invalid-idempotency-key");
    assertThat(result(answer, 1).at("/problem/status").asInt()).isEqualTo(400);
    assertThat(rows()).isEqualTo(new StoredRows(1, 0, 0));
  }

  @Test
  void nullKeyCountsAsAMissingKey() {
    Answer answer = post("{\"idempotency_key\":null,\"fields\":%s}".formatted(LEAD));

    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(1);
    assertStored(answer, 0, LEAD);
    assertThat(rows()).isEqualTo(new StoredRows(1, 0, 0));
  }

  @Test
  void keyHeaderOnAnArrayIs400() {
    Answer answer =
        VENDOR.with("Idempotency-Key", "item-6").post(campaign.leads(), "[" + LEAD + "]");

    assertThat(WholeAnswer.of(answer))
        .isEqualTo(
            WholeAnswer.problem(
                ProblemText.of(
                    400,
                    "invalid-idempotency-key",
                    "The Idempotency-Key cannot be used",
                    answer.text("detail"))));
    assertThat(answer.text("detail")).contains("idempotency_key");
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", " [ ] \n"})
  void emptyArrayIs422(String none) {
    assertThat(WholeAnswer.of(VENDOR.post(campaign.leads(), none)))
        .isEqualTo(WholeAnswer.problem(ProblemText.invalidLead("The array has no leads.")));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  /** No item is taken, because the end of the array is unknown. */
  @ParameterizedTest
  @ValueSource(strings = {"[%s", "[%s,", "[%s,]", "[%s,{]", "[%s {}]", "[%s]]", "[%s] x", "[,%s]"})
  void malformedArrayIs400AndNotStored(String broken) {
    Answer answer = VENDOR.post(campaign.leads(), broken.formatted(LEAD));

    assertThat(WholeAnswer.of(answer))
        .isEqualTo(
            WholeAnswer.problem(
                ProblemText.of(
                    400, "malformed-body", "The body cannot be read", answer.text("detail"))));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  private Answer post(String... items) {
    return VENDOR.post(campaign.leads(), "[" + String.join(",", items) + "]");
  }

  private static String keyed(String key, String fields) {
    return "{\"idempotency_key\":\"%s\",\"fields\":%s}".formatted(key, fields);
  }

  private static String rejected(int index, ProblemText problem) {
    return item(index, "rejected", "\"problem\":" + problem.text());
  }

  private static String item(int index, String status, String members) {
    return "{\"index\":%d,\"status\":\"%s\",%s}".formatted(index, status, members);
  }

  private static ProblemText reused() {
    String title = "The Idempotency-Key was used with another lead";
    return ProblemText.of(422, "idempotency-key-reused", title, title + ".");
  }

  private static JsonNode result(Answer answer, int index) {
    return answer.json().path("results").path(index);
  }

  private void assertStored(Answer answer, int index, String fields) {
    assertThat(StoredRows.hasLead(FIXTURES, campaign, result(answer, index), fields)).isTrue();
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }
}
