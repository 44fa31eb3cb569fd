package io.leadgate.spec;

import static io.leadgate.spec.SmallLimits.ARRAY_BYTES;
import static io.leadgate.spec.SmallLimits.ARRAY_ITEMS;
import static io.leadgate.spec.SmallLimits.BODY_BYTES;
import static io.leadgate.spec.SmallLimits.JSON_DEPTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Gzip;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.WholeAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Posts arrays, plain and in gzip, at configured limits and just past the limits.
 * LeadArrayLimitSpec has the default limits.
 */
class LimitSettingsArraySpec {

  private static final RunningGateway GATEWAY = SmallLimits.start();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void arrayPastTheConfiguredItemsIs413(boolean gzip) {
    Answer taken = post(Collections.nCopies(ARRAY_ITEMS, "{}"), gzip);

    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.json().path("results")).hasSize(ARRAY_ITEMS);
    assertThat(rows()).isEqualTo(new StoredRows(ARRAY_ITEMS, 0, 0));
    assertThat(WholeAnswer.of(post(Collections.nCopies(ARRAY_ITEMS + 1, "{}"), gzip)))
        .isEqualTo(
            WholeAnswer.problem(
                ProblemText.of(
                    413,
                    "body-too-large",
                    "The body is too large",
                    "An array has at most 3 leads; send the others in another.")));
    assertThat(rows()).isEqualTo(new StoredRows(ARRAY_ITEMS, 0, 0));
  }

  /** Spaces before and behind the array count. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void arrayPastTheConfiguredBytesIs413(boolean gzip) {
    String items = array(Collections.nCopies(ARRAY_ITEMS, lead(BODY_BYTES, "x")));
    String body = " ".repeat(ARRAY_BYTES - items.length() - 10) + items + " ".repeat(10);

    assertThat(body).hasSize(ARRAY_BYTES);
    assertThat(post(body, gzip).json().path("accepted").asInt()).isEqualTo(ARRAY_ITEMS);
    assertThat(WholeAnswer.of(post(body + " ", gzip)))
        .isEqualTo(
            WholeAnswer.problem(ProblemText.tooLarge(ARRAY_BYTES)).with("connection", "close"));
    assertThat(rows()).isEqualTo(new StoredRows(ARRAY_ITEMS, 0, 0));
  }

  /** The limit counts bytes: the characters here have one, two and four bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00e5", "\ud83d\ude00"})
  void itemPastTheConfiguredBytesIsRejectedAlone(String character) {
    String longest = lead(BODY_BYTES, character);
    List<String> items = List.of("{}", lead(BODY_BYTES + 1, character), wrapped(longest));

    for (boolean gzip : new boolean[] {false, true}) {
      JsonNode results =
          assertOnlyTheSecondIsRejected(
              items, gzip, "body-too-large", "A lead has at most 300 bytes.");
      assertThat(StoredRows.hasLead(FIXTURES, campaign, results.get(2), longest)).isTrue();
    }
  }

  /** An item may be as deep as a lead alone, because array and wrapper do not count as levels. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itemPastTheConfiguredDepthIsRejectedAlone(boolean gzip) {
    String deepest = SmallLimits.nested(JSON_DEPTH);
    String deeper = SmallLimits.nested(JSON_DEPTH + 1);
    String detail = "The JSON is nested too deep: at most 3 levels are taken.";

    assertOnlyTheSecondIsRejected(
        List.of(deepest, deeper, wrapped(deepest)), gzip, "malformed-body", detail);
    assertOnlyTheSecondIsRejected(
        List.of(deepest, wrapped(deeper), "{}"), gzip, "malformed-body", detail);
  }

  /** Returns the results of the items. */
  private JsonNode assertOnlyTheSecondIsRejected(
      List<String> items, boolean gzip, String slug, String detail) {
    long before = rows().leads();
    Answer answer = post(items, gzip);
    JsonNode results = answer.json().path("results");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(results)
        .extracting(result -> result.path("status").asText())
        .containsExactly("accepted", "rejected", "accepted");
    assertThat(results.at("/1/problem/type").asText()).isEqualTo("/problems/" + slug);
    assertThat(results.at("/1/problem/detail").asText()).isEqualTo(detail);
    assertThat(rows()).isEqualTo(new StoredRows(before + 2, 0, 0));
    return results;
  }

  private static String wrapped(String lead) {
    return "{\"fields\":" + lead + "}";
  }

  private Answer post(List<String> items, boolean gzip) {
    return post(array(items), gzip);
  }

  private Answer post(String body, boolean gzip) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return gzip
        ? VENDOR.with("Content-Encoding", "gzip").post(campaign.leads(), Gzip.of(bytes))
        : VENDOR.post(campaign.leads(), bytes);
  }

  private static String array(List<String> items) {
    return "[" + String.join(",", items) + "]";
  }

  /** A lead of the given bytes, filled with the character, and with dots in the rest. */
  private static String lead(int bytes, String character) {
    int room = bytes - "{\"a\":\"\"}".length();
    int each = character.getBytes(StandardCharsets.UTF_8).length;
    return "{\"a\":\"" + character.repeat(room / each) + ".".repeat(room % each) + "\"}";
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }
}
