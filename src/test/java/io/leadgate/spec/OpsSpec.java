package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Reads metrics and health on a separate gateway, because a shared gateway counts other specs too.
 */
class OpsSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_LEAD_IDEMPOTENCY_SWEEP", "100ms"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void everyReceivedLeadIsCountedInExactlyOneOutcome() {
    Campaign campaign = FIXTURES.campaign();
    Campaign open = FIXTURES.openCampaign();
    double issuedBefore = metric("leadgate_tokens_issued_total");
    Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    double receivedBefore = metric("leadgate_leads_received_total");
    double byRedisBefore = goodTokens("redis");
    double locallyBefore = goodTokens("local");

    vendor.post(campaign.leads(), LEAD);
    vendor.with("Idempotency-Key", "k").post(campaign.leads(), LEAD);
    vendor.with("Idempotency-Key", "k").post(campaign.leads(), LEAD);
    vendor.post(campaign.leads(), "{}");
    vendor.post(campaign.leads(), "{");
    vendor.with("access_token", "other").post(campaign.leads(), LEAD);
    GATEWAY.api().post(campaign.leads(), LEAD);
    GATEWAY.api().bearer("x").post(open.leads(), LEAD);
    GATEWAY.api().post("/v1/campaigns/999999/leads", LEAD);

    assertThat(metric("leadgate_leads_received_total") - receivedBefore).isEqualTo(8);
    assertThat(outcome("stored")).isEqualTo(3);
    assertThat(outcome("replayed")).isEqualTo(1);
    assertThat(outcome("refused")).isEqualTo(3);
    assertThat(outcome("quarantined")).isEqualTo(1);
    assertThat(outcome("failed")).isZero();
    assertThat(metric("leadgate_quarantined_total{reason=\"missing_token\"}")).isEqualTo(1);
    assertThat(metric("leadgate_tokens_ignored_total{reason=\"malformed_token\"}")).isEqualTo(1);
    assertThat(metric("leadgate_tokens_issued_total") - issuedBefore).isEqualTo(1);
    assertThat(metric("leadgate_lead_ack_seconds_count")).isEqualTo(8);
    assertThat(metric("leadgate_commit_seconds_count{lane=\"leads\"}")).isEqualTo(2);
    assertThat(metric("leadgate_batch_leads_sum{lane=\"keyed_leads\"}")).isEqualTo(2);
    assertThat(metric("leadgate_inflight_leads{lane=\"leads\"}")).isZero();
    assertThat(metric("leadgate_dependency_up{dependency=\"postgres\"}")).isEqualTo(1);
    assertThat(goodTokens("redis") - byRedisBefore).isEqualTo(1);
    assertThat(goodTokens("local") - locallyBefore).isEqualTo(4);
  }

  @Test
  void expiredKeysAreDeletedAndCounted() {
    double before = metric("leadgate_idempotency_keys_swept_total");
    UUID lead = UUID.randomUUID();
    FIXTURES.change(
        """
        INSERT INTO idempotency_key (key, fingerprint, lead_id, received_at, expires_at)
        SELECT gen_random_uuid(), sha256('x'), '%s', now(), now() - interval '1 hour'
        FROM generate_series(1, 1500)
        """
            .formatted(lead));

    Await.until(
        "the deleted keys are counted",
        Duration.ofSeconds(30),
        () -> metric("leadgate_idempotency_keys_swept_total") == before + 1_500);
    assertThat(FIXTURES.number("SELECT count(*) FROM idempotency_key WHERE lead_id = ?", lead))
        .isZero();
  }

  @Test
  void metricsAreInPrometheusText() {
    Answer answer = GATEWAY.management().get("/metrics");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body())
        .contains("# TYPE leadgate_leads_total counter")
        .contains("jvm_memory");
  }

  @Test
  void healthNamesEachDependency() {
    for (String path : new String[] {"/health/live", "/health/ready"}) {
      Answer answer = GATEWAY.management().get(path);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("ready");
      assertThat(answer.json().at("/dependencies/postgres/status").asText()).isEqualTo("up");
      assertThat(answer.json().at("/dependencies/redis/status").asText()).isEqualTo("up");
      assertThat(answer.text("version")).isEqualTo("development");
    }
    assertThat(GATEWAY.api().get("/health/live").status()).isEqualTo(404);
    assertThat(GATEWAY.api().get("/metrics").status()).isEqualTo(404);
  }

  private static double outcome(String outcome) {
    return metric("leadgate_leads_total{outcome=\"" + outcome + "\"}");
  }

  private static double goodTokens(String tier) {
    return metric("leadgate_token_checks_total{outcome=\"good\",tier=\"%s\"}".formatted(tier));
  }

  private static double metric(String series) {
    Matcher matcher =
        Pattern.compile("^" + Pattern.quote(series) + " (.+)$", Pattern.MULTILINE)
            .matcher(GATEWAY.management().get("/metrics").body());
    assertThat(matcher.find()).as(series).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
