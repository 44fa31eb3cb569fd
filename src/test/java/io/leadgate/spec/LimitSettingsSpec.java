package io.leadgate.spec;

import static io.leadgate.spec.SmallLimits.ARRAY_BYTES;
import static io.leadgate.spec.SmallLimits.BODY_BYTES;
import static io.leadgate.spec.SmallLimits.FIELDS;
import static io.leadgate.spec.SmallLimits.JSON_DEPTH;
import static io.leadgate.spec.SmallLimits.QUARANTINE_BODY_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.MATCH_ALL;
import static org.junit.jupiter.params.provider.EnumSource.Mode.MATCH_NONE;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Gzip;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Posts leads in each format at configured limits and just past the limits. FormatLimitSpec,
 * BadInputSpec and FormatTokenSpec have the default limits.
 */
class LimitSettingsSpec {

  private static final RunningGateway GATEWAY = SmallLimits.start();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String TOKEN = FIXTURES.token("lead_receiver");
  private static final Http VENDOR = GATEWAY.api().bearer(TOKEN);
  private static final String ARRAYS = ".*ARRAY.*";

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /** In an array the limit holds for each item. */
  @ParameterizedTest
  @EnumSource
  void leadOfTheConfiguredBytesIsTaken(VendorFormat format) {
    VendorFormat alone = format.isArray() ? VendorFormat.JSON_OBJECT : format;
    assertTaken(format, alone.filledTo(BODY_BYTES));
  }

  @ParameterizedTest
  @EnumSource(mode = MATCH_NONE, names = ARRAYS)
  void leadPastTheConfiguredBytesIs413(VendorFormat format) {
    assertTooLarge(format, BODY_BYTES);
  }

  @ParameterizedTest
  @EnumSource(mode = MATCH_ALL, names = ARRAYS)
  void itemPastTheConfiguredBytesIsRejectedAlone(VendorFormat format) {
    assertRejected(
        format,
        VendorFormat.JSON_OBJECT.filledTo(BODY_BYTES + 1),
        ProblemText.of(
            413, "body-too-large", "The body is too large", "A lead has at most 300 bytes."));
  }

  @ParameterizedTest
  @EnumSource(mode = MATCH_ALL, names = ARRAYS)
  void arrayPastTheConfiguredBytesIs413(VendorFormat format) {
    assertTooLarge(format, ARRAY_BYTES);
  }

  private void assertTooLarge(VendorFormat format, int bytesMax) {
    byte[] body = format.body(format.filledTo(bytesMax + 1));
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      connection.send(format.requestHead(campaign.leads(), TOKEN, body.length)).send(body);

      assertThat(WholeAnswer.of(connection.answer()))
          .isEqualTo(
              WholeAnswer.problem(ProblemText.tooLarge(bytesMax)).with("connection", "close"));
      assertThat(connection.isClosedByServer()).isTrue();
    }
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void leadOfTheConfiguredFieldsIsTaken(VendorFormat format) {
    assertTaken(format, fields(FIELDS));
  }

  @ParameterizedTest
  @EnumSource
  void leadPastTheConfiguredFieldsIs422(VendorFormat format) {
    assertRejected(
        format,
        fields(FIELDS + 1),
        ProblemText.invalidLead("The lead has 6 fields; at most 5 are taken."));
  }

  private void assertTaken(VendorFormat format, Map<String, String> lead) {
    Answer answer = format.post(VENDOR, campaign.leads(), lead);

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.accepted(format, campaign.id()));
    assertThat(format.results(answer))
        .allMatch(told -> StoredRows.hasLead(FIXTURES, campaign, told, VendorFormat.stored(lead)));
    assertThat(rows()).isEqualTo(new StoredRows(format.leads(), 0, 0));
  }

  private void assertRejected(VendorFormat format, Map<String, String> lead, ProblemText problem) {
    assertThat(WholeAnswer.of(format.post(VENDOR, campaign.leads(), lead)))
        .isEqualTo(WholeAnswer.rejected(format, problem));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  private static Map<String, String> fields(int number) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      fields.put("f" + i, "" + i);
    }
    return fields;
  }

  /** A lead type has no more fields, because no lead could fill the further fields. */
  @Test
  void leadTypeHasAtMostTheFieldsOfALead() {
    Http client = new AccountClient(GATEWAY).client();

    assertThat(client.post(AccountClient.TYPES, type(FIELDS)).status()).isEqualTo(201);
    assertThat(AccountClient.errors(client.post(AccountClient.TYPES, type(FIELDS + 1))))
        .containsExactly("fields invalid_fields");
  }

  private static String type(int fields) {
    StringBuilder list = new StringBuilder();
    for (String name : fields(fields).keySet()) {
      list.append(list.isEmpty() ? "" : ",");
      list.append("{\"name\":\"").append(name).append("\",\"type\":\"text\"}");
    }
    return "{\"name\":\"small\",\"fields\":[" + list + "]}";
  }

  /** LimitSettingsArraySpec has the depth of items in an array. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leadPastTheConfiguredDepthIs400(boolean gzip) {
    String deep = SmallLimits.nested(JSON_DEPTH);
    Answer taken = post(deep, gzip);

    assertThat(taken.status()).as(taken.body()).isEqualTo(201);
    assertThat(StoredRows.hasLead(FIXTURES, campaign, taken.json(), deep)).isTrue();
    assertThat(WholeAnswer.of(post(SmallLimits.nested(JSON_DEPTH + 1), gzip)))
        .isEqualTo(
            WholeAnswer.problem(
                ProblemText.of(
                    400,
                    "malformed-body",
                    "The body cannot be read",
                    "The JSON is nested too deep: at most 3 levels are taken.")));
    assertThat(rows()).isEqualTo(new StoredRows(1, 0, 0));
  }

  private Answer post(String lead, boolean gzip) {
    byte[] bytes = lead.getBytes(StandardCharsets.UTF_8);
    return gzip
        ? VENDOR.with("Content-Encoding", "gzip").post(campaign.leads(), Gzip.of(bytes))
        : VENDOR.post(campaign.leads(), bytes);
  }

  @ParameterizedTest
  @EnumSource
  void bodyPastTheConfiguredBytesIsNotKeptInTheQuarantine(VendorFormat format) {
    // An array is shorter, because three leads of equal length cannot fill each number of bytes.
    Map<String, String> kept = format.filledTo(QUARANTINE_BODY_BYTES + 1 - format.leads());
    assertThat(format.post(GATEWAY.api(), campaign.leads(), kept).status()).isEqualTo(401);
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .extracting(QuarantineRow::body)
        .isEqualTo(Collections.singletonList(format.text(kept)));

    byte[] body = format.body(format.filledTo(QUARANTINE_BODY_BYTES + 1));
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      connection.send(format.requestHead(campaign.leads(), "a.b.c", body.length)).send(body);
      Answer answer = connection.answer();

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json().path("quarantined").toString()).isEqualTo("false");
      assertThat(answer.text("detail")).contains(" its body has more than 500 bytes.");
      assertThat(connection.isClosedByServer()).isTrue();
    }
    assertThat(rows()).isEqualTo(new StoredRows(0, 0, 1));
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }

  @AfterEach
  void assertThatTheNextGoodLeadIsAccepted() {
    assertThat(VENDOR.post(campaign.leads(), "{}").status()).isEqualTo(201);
  }
}
