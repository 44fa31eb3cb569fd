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
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Posts leads in each format with a good token, and compares the answers and the stored rows. A
 * campaign that takes no leads answers an array like a single lead, because the array is not read.
 */
class FormatAnswerSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  private static final Campaign PAUSED = FIXTURES.campaign();
  private static final Campaign OF_ANOTHER_SOURCE = FIXTURES.campaign();
  private static final Campaign UNKNOWN = new Campaign(Integer.MAX_VALUE, 0);
  private static final Http BOUND =
      GATEWAY
          .api()
          .bearer(FIXTURES.token(FIXTURES.boundCredential(PAUSED.leadSourceId(), "lead_receiver")));

  private static final ProblemText REUSED =
      ProblemText.of(
          422,
          "idempotency-key-reused",
          "The Idempotency-Key was used with another lead",
          "The Idempotency-Key was used with another lead.");

  private static final ProblemText NO_EMAIL =
      ProblemText.invalidField(
          "email", "invalid_email", "must be an e-mail address, such as ada@example.com");

  private static final ProblemText NOT_ACTIVE =
      ProblemText.of(
          409,
          "campaign-not-active",
          "The campaign takes no leads now",
          "The campaign or its lead source is not active; ask the campaign's owner, and send the lead later.");
  private static final ProblemText NOT_FOUND =
      ProblemText.of(
          404,
          "not-found",
          "There is nothing here",
          "There is no such campaign for you; check the number in the path.");

  private final Campaign campaign = FIXTURES.campaign();

  @BeforeAll
  static void pauseCampaign() {
    FIXTURES.changeStatus(PAUSED, "paused");
  }

  @ParameterizedTest
  @EnumSource
  void goodLeadIsStoredAsSent(VendorFormat format) {
    Answer answer = format.post(VENDOR, campaign.leads(), LEAD);

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.accepted(format, campaign.id()));
    assertThat(rows()).isEqualTo(new StoredRows(format.leads(), 0, 0));
    assertStored(format.results(answer), LEAD);
  }

  @ParameterizedTest
  @EnumSource
  void escapedCharactersAreStoredAsSent(VendorFormat format) {
    Map<String, String> lead =
        leadWith("last_name", "O'Hara & <b>\"\\/+=%41;\u00e9\u4e16\ud83d\ude00");
    Answer answer = format.post(VENDOR, campaign.leads(), lead);

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.accepted(format, campaign.id()));
    assertStored(format.results(answer), lead);
  }

  @ParameterizedTest
  @EnumSource
  void repeatedKeyWithTheSameLeadIsReplayed(VendorFormat format) {
    Answer first = format.post(VENDOR, campaign.leads(), LEAD, "table-1");
    Answer again = format.post(VENDOR, campaign.leads(), LEAD, "table-1");

    assertThat(WholeAnswer.of(first)).isEqualTo(WholeAnswer.accepted(format, campaign.id()));
    assertThat(WholeAnswer.of(again)).isEqualTo(WholeAnswer.replayed(format, campaign.id()));
    assertThat(idsAndTimes(format, again)).isEqualTo(idsAndTimes(format, first));
    assertThat(rows()).isEqualTo(new StoredRows(format.leads(), format.leads(), 0));
    assertStored(format.results(first), LEAD);
  }

  /** The fingerprint of a lead depends on its fields and not on its format. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARRAY_OF_THREE")
  void leadIsReplayedFromAnotherFormat(VendorFormat format) {
    Answer first = VendorFormat.JSON_OBJECT.post(VENDOR, campaign.leads(), LEAD, "table-2");
    Answer again = format.post(VENDOR, campaign.leads(), LEAD, "table-2");

    assertThat(WholeAnswer.of(again)).isEqualTo(WholeAnswer.replayed(format, campaign.id()));
    assertThat(idsAndTimes(format, again)).isEqualTo(idsAndTimes(VendorFormat.JSON_OBJECT, first));
    assertThat(rows()).isEqualTo(new StoredRows(1, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void repeatedKeyWithAnotherLeadIs422(VendorFormat format) {
    Answer first = format.post(VENDOR, campaign.leads(), LEAD, "table-3");
    Answer other = format.post(VENDOR, campaign.leads(), leadWith("first_name", "Eve"), "table-3");

    assertThat(WholeAnswer.of(other)).isEqualTo(WholeAnswer.rejected(format, REUSED));
    assertThat(rows()).isEqualTo(new StoredRows(format.leads(), format.leads(), 0));
    assertStored(format.results(first), LEAD);
  }

  /** The lead has a key, because a refused lead must not use up its key. */
  @ParameterizedTest
  @EnumSource
  void invalidFieldIs422AndNamed(VendorFormat format) {
    Answer answer = format.post(VENDOR, campaign.leads(), leadWith("email", "nobody"), "table-4");

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.rejected(format, NO_EMAIL));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
    assertThat(WholeAnswer.of(format.post(VENDOR, campaign.leads(), LEAD, "table-4")))
        .isEqualTo(WholeAnswer.accepted(format, campaign.id()));
  }

  @ParameterizedTest
  @EnumSource
  void campaignThatIsNotActiveIs409(VendorFormat format) {
    assertAnswered(format, VENDOR, PAUSED, NOT_ACTIVE);
  }

  @ParameterizedTest
  @EnumSource
  void unknownCampaignIs404(VendorFormat format) {
    assertAnswered(format, VENDOR, UNKNOWN, NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  void campaignOfAnotherLeadSourceIs404(VendorFormat format) {
    assertAnswered(format, BOUND, OF_ANOTHER_SOURCE, NOT_FOUND);
  }

  private static void assertAnswered(
      VendorFormat format, Http vendor, Campaign campaign, ProblemText problem) {
    assertThat(WholeAnswer.of(format.post(vendor, campaign.leads(), LEAD, "table-5")))
        .isEqualTo(WholeAnswer.problem(problem));
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(StoredRows.NONE);
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }

  private void assertStored(List<JsonNode> told, Map<String, String> fields) {
    assertThat(told)
        .allMatch(
            lead -> StoredRows.hasLead(FIXTURES, campaign, lead, VendorFormat.stored(fields)));
    assertThat(told.stream().map(lead -> lead.path("id"))).doesNotHaveDuplicates();
  }

  private static List<String> idsAndTimes(VendorFormat format, Answer answer) {
    return format.results(answer).stream()
        .map(lead -> lead.path("id").asText() + " " + lead.path("received_at").asText())
        .toList();
  }
}
