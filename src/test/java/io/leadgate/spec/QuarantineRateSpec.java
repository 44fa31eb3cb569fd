package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends more requests without a signed token than a node may keep, by the second or at all. */
class QuarantineRateSpec {

  private static final String LARGE = "x".repeat(1 << 20);

  /**
   * The large body costs sixteen seconds of the rate, in which no other stranger's request is kept.
   */
  @Test
  void largeBodyDelaysOtherStrangersButNoSignedToken() {
    try (RunningGateway gateway = start("LEADGATE_QUARANTINE_STRANGERS_PER_SECOND", "1")) {
      Fixtures fixtures = gateway.fixtures();
      Campaign campaign = fixtures.campaign();
      Answer large = gateway.api().post(campaign.leads(), LARGE);
      Answer next = gateway.api().post(campaign.leads(), LEAD);

      assertThat(large.json().path("quarantined").booleanValue()).isTrue();
      assertThat(next.body())
          .isEqualTo(
              """
              {"type":"/problems/missing-token","title":"A token is needed","status":401,\
              "detail":"Get a token at /v1/authorization/token and send it as Authorization: Bearer. \
              The request was not kept because too many come without a good token just now. \
              Send it again with a good token.","quarantined":false,"instance":"%s"}"""
                  .formatted(next.header("X-Request-Id")));
      assertThat(overflowed(gateway, "rate")).isEqualTo(1);
      Http unscoped = gateway.api().bearer(fixtures.token("data_api"));
      for (int i = 0; i < 3; i++) {
        assertThat(unscoped.post(campaign.leads(), LEAD).text("quarantined")).isEqualTo("true");
      }
      assertThat(fixtures.quarantined(campaign)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LEADGATE_QUARANTINE_STRANGERS_PER_SECOND",
        "LEADGATE_QUARANTINE_STRANGERS_ROWS_MAX"
      })
  void limitOfZeroKeepsNoRequestOfStrangers(String setting) {
    try (RunningGateway gateway = start(setting, "0")) {
      Fixtures fixtures = gateway.fixtures();
      Campaign campaign = fixtures.campaign();
      Answer answer = gateway.api().post(campaign.leads(), LEAD);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.text("quarantined")).isEqualTo("false");
      assertThat(fixtures.quarantined(campaign)).isZero();
      assertThat(overflowed(gateway, setting.endsWith("MAX") ? "rows" : "rate")).isEqualTo(1);
      Http unscoped = gateway.api().bearer(fixtures.token("data_api"));
      assertThat(unscoped.post(campaign.leads(), LEAD).text("quarantined")).isEqualTo("true");
    }
  }

  @Test
  void limitOfZeroSignedRowsKeepsNoSignedRequest() {
    try (RunningGateway gateway = start("LEADGATE_QUARANTINE_SIGNED_ROWS_MAX", "0")) {
      Fixtures fixtures = gateway.fixtures();
      Campaign campaign = fixtures.campaign();
      Http unscoped = gateway.api().bearer(fixtures.token("data_api"));

      assertThat(unscoped.post(campaign.leads(), LEAD).text("quarantined")).isEqualTo("false");
      assertThat(gateway.api().post(campaign.leads(), LEAD).text("quarantined")).isEqualTo("true");
      assertThat(fixtures.quarantined(campaign)).isEqualTo(1);
    }
  }

  private static RunningGateway start(String setting, String value) {
    return RunningGateway.start(Map.of(setting, value));
  }

  private static double overflowed(RunningGateway gateway, String cause) {
    return Scrape.sum(
        gateway.management(), "leadgate_quarantine_overflow_total{cause=\"" + cause + "\"}");
  }
}
