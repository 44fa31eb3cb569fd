package io.leadgate.spec;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static io.leadgate.support.http.VendorFormat.leadWith;
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
import io.leadgate.support.http.Told;
import io.leadgate.support.http.VendorFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leads in each format, judged by their fields and their key. */
class FormatAcceptedSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  private static final ProblemText REUSED =
      ProblemText.of(
          422,
          "idempotency-key-reused",
          "The Idempotency-Key was used with another lead",
          "The Idempotency-Key was used with another lead.");

  private static final ProblemText NO_EMAIL =
      ProblemText.invalidField(
          "email", "invalid_email", "must be an e-mail address, such as ada@example.com");

  private final Campaign campaign = FIXTURES.campaign();

  @ParameterizedTest
  @EnumSource
  void aGoodLeadIsAcceptedAndStoredAsItWasTold(VendorFormat format) {
    Answer answer = format.post(VENDOR, campaign.leads(), LEAD);

    assertThat(Told.of(answer)).isEqualTo(Told.accepted(format, campaign.id()));
    assertThat(rows()).isEqualTo(new StoredRows(format.leads(), 0, 0));
    areStored(format.told(answer), LEAD);
  }

  @ParameterizedTest
  @EnumSource
  void whatNeedsAnEscapeSomewhereIsStoredAsItWasSent(VendorFormat format) {
    Map<String, String> lead =
        leadWith("last_name", "O'Hara & <b>\"\\/+=%41;\u00e9\u4e16\ud83d\ude00");
    Answer answer = format.post(VENDOR, campaign.leads(), lead);

    assertThat(Told.of(answer)).isEqualTo(Told.accepted(format, campaign.id()));
    areStored(format.told(answer), lead);
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatComesAgainWithTheSameLeadIsToldOfTheFirst(VendorFormat format) {
    Answer first = format.post(VENDOR, campaign.leads(), LEAD, "table-1");
    Answer again = format.post(VENDOR, campaign.leads(), LEAD, "table-1");

    assertThat(Told.of(first)).isEqualTo(Told.accepted(format, campaign.id()));
    assertThat(Told.of(again)).isEqualTo(Told.replayed(format, campaign.id()));
    assertThat(idsAndTimes(format, again)).isEqualTo(idsAndTimes(format, first));
    assertThat(rows()).isEqualTo(new StoredRows(format.leads(), format.leads(), 0));
    areStored(format.told(first), LEAD);
  }

  /** The fingerprint is of the fields, whatever they are written in. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARRAY_OF_THREE")
  void itIsTheSameLeadInEachFormat(VendorFormat format) {
    Answer first = VendorFormat.JSON_OBJECT.post(VENDOR, campaign.leads(), LEAD, "table-2");
    Answer again = format.post(VENDOR, campaign.leads(), LEAD, "table-2");

    assertThat(Told.of(again)).isEqualTo(Told.replayed(format, campaign.id()));
    assertThat(idsAndTimes(format, again)).isEqualTo(idsAndTimes(VendorFormat.JSON_OBJECT, first));
    assertThat(rows()).isEqualTo(new StoredRows(1, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatComesAgainWithAnotherLeadIs422(VendorFormat format) {
    Answer first = format.post(VENDOR, campaign.leads(), LEAD, "table-3");
    Answer other = format.post(VENDOR, campaign.leads(), leadWith("first_name", "Eve"), "table-3");

    assertThat(Told.of(other)).isEqualTo(Told.rejected(format, REUSED));
    assertThat(rows()).isEqualTo(new StoredRows(format.leads(), format.leads(), 0));
    areStored(format.told(first), LEAD);
  }

  /** With a key, which a lead that was refused does not use up. */
  @ParameterizedTest
  @EnumSource
  void aFieldThatIsNoGoodIs422AndNamed(VendorFormat format) {
    Answer answer = format.post(VENDOR, campaign.leads(), leadWith("email", "nobody"), "table-4");

    assertThat(Told.of(answer)).isEqualTo(Told.rejected(format, NO_EMAIL));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
    assertThat(Told.of(format.post(VENDOR, campaign.leads(), LEAD, "table-4")))
        .isEqualTo(Told.accepted(format, campaign.id()));
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }

  private void areStored(List<JsonNode> told, Map<String, String> fields) {
    assertThat(told)
        .allMatch(
            lead -> StoredRows.hasLead(FIXTURES, campaign, lead, VendorFormat.stored(fields)));
    assertThat(told.stream().map(lead -> lead.path("id"))).doesNotHaveDuplicates();
  }

  private static List<String> idsAndTimes(VendorFormat format, Answer answer) {
    return format.told(answer).stream()
        .map(lead -> lead.path("id").asText() + " " + lead.path("received_at").asText())
        .toList();
  }
}
