package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RuledCampaigns;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tests the bounds of the quarantine of duplicates, and its outage. */
class DuplicateQuarantineSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_QUARANTINE_DUPLICATES_ROWS_MAX", "2",
              "LEADGATE_QUARANTINE_SIGNED_ROWS_MAX", "1",
              "LEADGATE_QUARANTINE_STRANGERS_ROWS_MAX", "1",
              "LEADGATE_LIMITS_QUARANTINE_BODY_BYTES", "1024",
              "LEADGATE_STORAGE_WAIT", "1s",
              "LEADGATE_STORAGE_BATCH_TIMEOUT", "500ms"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final RuledCampaigns RULED = new RuledCampaigns(GATEWAY);
  private static final String ADA = "{\"email\":\"ada@example.com\"}";

  private final Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private final Campaign campaign = RULED.within("[[\"email\"]]", "reject");

  DuplicateQuarantineSpec() {
    FIXTURES.change("DELETE FROM quarantine");
    assertThat(vendor.post(campaign.leads(), ADA).status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static double metric(String series) {
    return Scrape.value(GATEWAY.management(), series);
  }

  private static long counted(String lane) {
    return FIXTURES.number("SELECT rows FROM quarantine_rows WHERE lane = ?", lane);
  }

  private static void assertNotKept(Answer answer, String because) {
    assertProblem(answer, 422, "duplicate-lead");
    assertThat(answer.json().path("quarantined").asBoolean(true)).isFalse();
    assertThat(answer.json().path("quarantine_id").isNull()).isTrue();
    assertThat(answer.text("detail")).endsWith(because);
  }

  @Test
  void duplicatePastTheCapIsRefusedAndNotKept() {
    String notKept = "leadgate_duplicates_not_kept_total{cause=\"rows\"}";
    double overflow = Scrape.sum(GATEWAY.management(), "leadgate_quarantine_overflow_total");
    double refused = metric("leadgate_leads_total{outcome=\"refused\"}");
    double before = metric(notKept);
    Answer array = vendor.post(campaign.leads(), "[%s,%s,%s]".formatted(ADA, ADA, ADA));

    assertThat(array.status()).isEqualTo(422);
    assertThat(array.json().path("rejected").intValue()).isEqualTo(3);
    assertThat(array.body().split("\"quarantined\":false", -1)).hasSize(2);
    assertNotKept(
        vendor.post(campaign.leads(), ADA), "because the quarantine of duplicates is full.");
    assertThat(counted("duplicates")).isEqualTo(2);
    assertThat(metric(notKept) - before).isEqualTo(2);
    assertThat(metric("leadgate_leads_total{outcome=\"refused\"}") - refused).isEqualTo(2);
    assertThat(Scrape.sum(GATEWAY.management(), "leadgate_quarantine_overflow_total"))
        .isEqualTo(overflow);
  }

  @Test
  void duplicatesAndBadTokensTakeNoRoomFromEachOther() {
    Http signed = GATEWAY.api().bearer(FIXTURES.token("data_api"));
    assertThat(signed.post(campaign.leads(), ADA).text("quarantined")).isEqualTo("true");
    assertThat(GATEWAY.api().post(campaign.leads(), ADA).text("quarantined")).isEqualTo("true");
    assertThat(vendor.post(campaign.leads(), ADA).text("quarantined")).isEqualTo("true");
    assertThat(vendor.post(campaign.leads(), ADA).text("quarantined")).isEqualTo("true");
    assertThat(counted("signed")).isEqualTo(1);
    assertThat(counted("strangers")).isEqualTo(1);
    assertThat(counted("duplicates")).isEqualTo(2);

    FIXTURES.change("DELETE FROM quarantine WHERE lane <> 'duplicates'");
    assertThat(signed.post(campaign.leads(), ADA).text("quarantined")).isEqualTo("true");
    assertThat(GATEWAY.api().post(campaign.leads(), ADA).text("quarantined")).isEqualTo("true");
  }

  @Test
  void duplicateThatIsLargerThanABodyOfTheQuarantineIsNotKept() {
    String large = "{\"email\":\"ada@example.com\",\"city\":\"%s\"}".formatted("x".repeat(1000));

    assertNotKept(vendor.post(campaign.leads(), large), "because it has more than 1024 bytes.");
    assertThat(counted("duplicates")).isZero();
  }

  @Test
  void duplicateThatCannotBeKeptForAnOutageIsJudgedAnewLater() throws SQLException {
    double failed = metric("leadgate_leads_total{outcome=\"failed\"}");
    try (Connection connection = GATEWAY.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE quarantine IN ACCESS EXCLUSIVE MODE");

      assertProblem(vendor.post(campaign.leads(), ADA), 503, "storage-unavailable");
      Answer array =
          vendor.post(campaign.leads(), "[%s,{\"email\":\"eve@example.com\"}]".formatted(ADA));
      assertThat(array.status()).isEqualTo(200);
      assertThat(array.json().path("results").path(0).path("status").asText()).isEqualTo("failed");
    }
    assertThat(metric("leadgate_leads_total{outcome=\"failed\"}") - failed).isEqualTo(2);
    Answer again = vendor.post(campaign.leads(), ADA);
    assertProblem(again, 422, "duplicate-lead");
    assertThat(again.text("quarantined")).isEqualTo("true");
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(2);
  }
}
