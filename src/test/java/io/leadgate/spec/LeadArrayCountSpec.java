package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Reads the metrics of leads in an array, on a separate gateway, because the tests count. */
class LeadArrayCountSpec {

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final String RECEIVED = "leadgate_leads_received_total";
  private static final String OUTCOMES = "leadgate_leads_total";

  private final Campaign campaign = FIXTURES.campaign();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void eachItemIsCountedInOneOutcome() {
    double received = sum(RECEIVED);
    double stored = outcome("stored");
    double replayed = outcome("replayed");
    double refused = outcome("refused");
    List<String> items =
        List.of(
            LEAD,
            LEAD.replace("ada@example.com", "nobody"),
            keyed(LEAD),
            keyed(LEAD),
            keyed(LEAD.replace("Ada", "Eve")),
            "7");
    Answer answer = VENDOR.post(campaign.leads(), "[" + String.join(",", items) + "]");

    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(3);
    awaitAllCounted();
    assertThat(sum(RECEIVED) - received).isEqualTo(items.size());
    assertThat(outcome("stored") - stored).isEqualTo(2);
    assertThat(outcome("replayed") - replayed).isEqualTo(1);
    assertThat(outcome("refused") - refused).isEqualTo(3);
  }

  /** Arrays that are quarantined, refused as a whole, or only tests, with any number of leads. */
  @Test
  void eachItemOfAnArrayWithOneOutcomeIsCounted() {
    double quarantined = outcome("quarantined");
    VendorFormat three = VendorFormat.ARRAY_OF_THREE;
    Http stranger = GATEWAY.api();
    String test = campaign.leads() + "?test=true";
    Map<String, String> tooLong = three.filledTo(three.bytesMax() + 1);

    assertThat(three.post(stranger, campaign.leads(), VendorFormat.LEAD).status()).isEqualTo(401);
    assertThat(three.post(stranger, test, VendorFormat.LEAD).status()).isEqualTo(401);
    assertThat(three.post(VENDOR, test, VendorFormat.LEAD).status()).isEqualTo(200);
    assertThat(three.post(VENDOR, campaign.leads(), tooLong).status()).isEqualTo(413);
    assertThat(VENDOR.post(campaign.leads(), "[").status()).isEqualTo(400);
    assertThat(VENDOR.post(campaign.leads(), "[]").status()).isEqualTo(422);
    assertThat(
            VENDOR
                .with("Idempotency-Key", "count-1")
                .post(campaign.leads(), "[" + LEAD + "]")
                .status())
        .isEqualTo(400);
    awaitAllCounted();
    assertThat(outcome("quarantined") - quarantined).isEqualTo(1);
    assertThat(outcome("failed")).isZero();
  }

  private static String keyed(String fields) {
    return "{\"idempotency_key\":\"count-2\",\"fields\":%s}".formatted(fields);
  }

  /** Waits, because leads are counted after their answer. */
  private static void awaitAllCounted() {
    Await.until(
        "received = the sum of the outcomes",
        Duration.ofSeconds(10),
        () -> sum(RECEIVED) == sum(OUTCOMES));
  }

  private static double outcome(String outcome) {
    return Scrape.value(GATEWAY.management(), OUTCOMES + "{outcome=\"" + outcome + "\"}");
  }

  private static double sum(String metric) {
    return Scrape.sum(GATEWAY.management(), metric);
  }
}
