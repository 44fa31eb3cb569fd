package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Posts arrays at and past the limits of items, bytes and depth. */
class LeadArrayLimitSpec {

  private static final int ITEMS_MAX = 1_000;
  private static final int ITEM_BYTES_MAX = 1 << 16;
  private static final int ARRAY_BYTES_MAX = 1 << 20;
  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  @Test
  void arrayOfTheMostItemsIsTaken() {
    Answer answer = post(Collections.nCopies(ITEMS_MAX, "{}"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("{\"accepted\":1000,\"rejected\":0,\"results\":[{\"index\":0,")
        .contains("{\"index\":999,\"status\":\"accepted\",")
        .doesNotContain("\"index\":1000");
    assertThat(rows()).isEqualTo(new StoredRows(ITEMS_MAX, 0, 0));
  }

  /**
   * No lead is stored, because a vendor with a thousand results would take all leads for stored.
   */
  @Test
  void arrayOfTooManyItemsIs413AndNotStored() {
    Answer answer = post(Collections.nCopies(ITEMS_MAX + 1, "{}"));

    assertThat(WholeAnswer.of(answer))
        .isEqualTo(
            WholeAnswer.problem(
                ProblemText.of(
                    413, "body-too-large", "The body is too large", answer.text("detail"))));
    assertThat(answer.text("detail")).contains("1000");
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @Test
  void tooLargeItemIsRejectedAlone() {
    Answer answer = post(List.of(lead(ITEM_BYTES_MAX), lead(ITEM_BYTES_MAX + 1), "{}"));

    JsonNode results = answer.json().path("results");
    String detail = results.at("/1/problem/detail").asText();
    String stored =
        "\"id\":\"%s\",\"received_at\":\"%s\"".formatted(WholeAnswer.ID, WholeAnswer.TIME);
    ProblemText tooLarge = ProblemText.of(413, "body-too-large", "The body is too large", detail);
    assertThat(WholeAnswer.of(answer))
        .isEqualTo(
            WholeAnswer.json(
                200,
                ("{\"accepted\":2,\"rejected\":1,\"results\":[{\"index\":0,\"status\":\"accepted\",%s},"
                        + "{\"index\":1,\"status\":\"rejected\",\"problem\":%s},"
                        + "{\"index\":2,\"status\":\"accepted\",%s}]}")
                    .formatted(stored, tooLarge.text(), stored)));
    assertThat(detail).contains("65536");
    assertThat(rows()).isEqualTo(new StoredRows(2, 0, 0));
    assertThat(StoredRows.hasLead(FIXTURES, campaign, results.get(0), lead(ITEM_BYTES_MAX)))
        .isTrue();
  }

  @Test
  void arrayPastItsLimitOfBytesIs413() {
    List<String> items = new ArrayList<>(Collections.nCopies(17, lead(61_600)));
    int length = array(items).length();
    String spaces = " ".repeat(ARRAY_BYTES_MAX - length);
    String body = array(items).replaceFirst(",", "," + spaces);

    assertThat(body).hasSize(ARRAY_BYTES_MAX);
    assertThat(VENDOR.post(campaign.leads(), body).json().path("accepted").asInt()).isEqualTo(17);
    assertThat(rows()).isEqualTo(new StoredRows(17, 0, 0));
    assertThat(VENDOR.post(campaign.leads(), body + " ").problem()).isEqualTo("body-too-large");
    assertThat(rows()).isEqualTo(new StoredRows(17, 0, 0));
  }

  /** An item may be as deep as a lead alone, because the array does not count as a level. */
  @Test
  void tooDeepItemIsRejectedAlone() {
    String deep = "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}";
    Answer answer = post(List.of(deep, "{\"a\":" + deep + "}", "[[[[[[7]]]]]]", "{}"));

    JsonNode results = answer.json().path("results");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(results)
        .extracting(result -> result.path("status").asText())
        .containsExactly("accepted", "rejected", "rejected", "accepted");
    assertThat(results.at("/1/problem/type").asText()).isEqualTo("/problems/malformed-body");
    assertThat(rows()).isEqualTo(new StoredRows(2, 0, 0));
    assertThat(StoredRows.hasLead(FIXTURES, campaign, results.get(0), deep)).isTrue();
  }

  @Test
  void unclosedBracketsAre400() {
    for (int depth : new int[] {2, 100, 500_000}) {
      Answer answer = VENDOR.post(campaign.leads(), "[".repeat(depth));

      assertProblem(answer, 400, "malformed-body");
    }
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  private Answer post(List<String> items) {
    return VENDOR.post(campaign.leads(), array(items));
  }

  private static String array(List<String> items) {
    return "[" + String.join(",", items) + "]";
  }

  private static String lead(int bytes) {
    return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }
}
