package io.leadgate.spec;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Posts leads in each format at a limit and just past the limit. LeadArrayLimitSpec has the limits
 * of arrays.
 */
class FormatLimitSpec {

  private static final int FIELDS_MAX = 200;
  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String TOKEN = FIXTURES.token("lead_receiver");
  private static final Http VENDOR = GATEWAY.api().bearer(TOKEN);

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  /** In an array the limit holds for each item. */
  @ParameterizedTest
  @EnumSource
  void bodyOfExactlyTheLimitIsTaken(VendorFormat format) {
    VendorFormat alone = format.isArray() ? VendorFormat.JSON_OBJECT : format;
    Map<String, String> lead = alone.filledTo(alone.bytesMax());
    Answer answer = format.post(VENDOR, campaign.leads(), lead);

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.accepted(format, campaign.id()));
    assertThat(format.results(answer))
        .allMatch(told -> StoredRows.hasLead(FIXTURES, campaign, told, VendorFormat.stored(lead)));
    assertThat(rows()).isEqualTo(new StoredRows(format.leads(), 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void bodyPastTheLimitIs413AndCloses(VendorFormat format) {
    byte[] body = format.body(format.filledTo(format.bytesMax() + 1));
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      connection.send(format.requestHead(campaign.leads(), TOKEN, body.length)).send(body);

      assertThat(WholeAnswer.of(connection.answer()))
          .isEqualTo(
              WholeAnswer.problem(ProblemText.tooLarge(format.bytesMax()))
                  .with("connection", "close"));
      assertThat(connection.isClosedByServer()).isTrue();
    }
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void leadWithTheMostFieldsIsTaken(VendorFormat format) {
    Map<String, String> lead = fields(FIELDS_MAX);
    Answer answer = format.post(VENDOR, campaign.leads(), lead);

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.accepted(format, campaign.id()));
    assertThat(format.results(answer))
        .allMatch(told -> StoredRows.hasLead(FIXTURES, campaign, told, VendorFormat.stored(lead)));
  }

  @ParameterizedTest
  @EnumSource
  void leadWithTooManyFieldsIs422(VendorFormat format) {
    assertThat(WholeAnswer.of(format.post(VENDOR, campaign.leads(), fields(FIELDS_MAX + 1))))
        .isEqualTo(
            WholeAnswer.rejected(
                format,
                ProblemText.invalidLead("The lead has 201 fields; at most 200 are taken.")));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  private static Map<String, String> fields(int number) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < number; i++) {
      fields.put("f" + i, "" + i);
    }
    return fields;
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }

  @AfterEach
  void assertThatTheNextGoodLeadIsAccepted() {
    assertThat(VendorFormat.JSON_OBJECT.post(VENDOR, campaign.leads(), LEAD).status())
        .isEqualTo(201);
  }
}
