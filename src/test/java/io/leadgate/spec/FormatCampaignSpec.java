package io.leadgate.spec;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.Told;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.process.Await;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Leads in each format for a campaign that does not take them. Nothing of the body is looked at, so
 * an array is answered as a single lead is.
 */
class FormatCampaignSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign PAUSED = FIXTURES.campaign();
  private static final Campaign OF_ANOTHER = FIXTURES.campaign();
  private static final Campaign UNKNOWN = new Campaign(Integer.MAX_VALUE, 0);
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final Http BOUND =
      GATEWAY
          .api()
          .bearer(FIXTURES.token(FIXTURES.boundCredential(PAUSED.leadSourceId(), "lead_receiver")));

  private static final ProblemText NOT_ACTIVE =
      ProblemText.of(
          409,
          "campaign-not-active",
          "The campaign takes no leads now",
          "The campaign or its lead source is not active; ask whoever runs it, and send it later.");
  private static final ProblemText NOT_FOUND =
      ProblemText.of(
          404,
          "not-found",
          "There is nothing here",
          "There is no such campaign for you; see to the number in the path.");

  @BeforeAll
  static void pause() {
    FIXTURES.change("UPDATE campaign SET status = 'paused' WHERE id = ?", PAUSED.id());
    Await.until(
        "paused", Duration.ofSeconds(30), () -> VENDOR.post(PAUSED.leads(), "{}").status() == 409);
  }

  @ParameterizedTest
  @EnumSource
  void aCampaignThatIsNotActiveIs409(VendorFormat format) {
    isAnswered(format, VENDOR, PAUSED, NOT_ACTIVE);
  }

  @ParameterizedTest
  @EnumSource
  void aCampaignThatThereIsNotIs404(VendorFormat format) {
    isAnswered(format, VENDOR, UNKNOWN, NOT_FOUND);
    isAnswered(format, GATEWAY.api(), UNKNOWN, NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  void soIsOneOfAnotherLeadSourceThanTheCredentials(VendorFormat format) {
    isAnswered(format, BOUND, OF_ANOTHER, NOT_FOUND);
  }

  private static void isAnswered(
      VendorFormat format, Http vendor, Campaign campaign, ProblemText problem) {
    assertThat(Told.of(format.post(vendor, campaign.leads(), LEAD, "table-5")))
        .isEqualTo(Told.problem(problem));
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(StoredRows.NONE);
  }
}
