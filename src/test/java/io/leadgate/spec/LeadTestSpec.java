package io.leadgate.spec;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static io.leadgate.support.http.VendorFormat.leadWith;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Posts with {@code ?test=true} in each format, which are checked in full and not stored.
 * FormatTokenSpec has the posts without a good token.
 */
class LeadTestSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  private final Campaign campaign = FIXTURES.campaign();
  private final String test = campaign.leads() + "?test=true";

  @ParameterizedTest
  @EnumSource
  void goodTestIsAnsweredAndNotStored(VendorFormat format) {
    assertThat(WholeAnswer.of(format.post(VENDOR, test, LEAD)))
        .isEqualTo(WholeAnswer.tested(format, campaign.id()));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void testDoesNotUseUpItsKey(VendorFormat format) {
    assertThat(WholeAnswer.of(format.post(VENDOR, test, LEAD, "test-1")))
        .isEqualTo(WholeAnswer.tested(format, campaign.id()));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
    Answer stored = format.post(VENDOR, campaign.leads(), leadWith("first_name", "Eve"), "test-1");
    assertThat(WholeAnswer.of(stored)).isEqualTo(WholeAnswer.accepted(format, campaign.id()));
  }

  @ParameterizedTest
  @EnumSource
  void invalidFieldOfATestIs422(VendorFormat format) {
    assertThat(WholeAnswer.of(format.post(VENDOR, test, leadWith("phone", "12"))))
        .isEqualTo(
            WholeAnswer.rejected(
                format,
                ProblemText.invalidField(
                    "phone",
                    "invalid_phone",
                    "must be a phone number, such as (212) 555-0123 or +44 20 7946 0958")));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @Test
  void testParameterOtherThanTrueStoresTheLead() {
    String path = campaign.leads() + "?test=false";

    assertThat(VendorFormat.JSON_OBJECT.post(VENDOR, path, LEAD).status()).isEqualTo(201);
    assertThat(rows()).isEqualTo(new StoredRows(1, 0, 0));
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }
}
