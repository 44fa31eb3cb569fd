package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Callers who begin a body and do not end it make room in a share that is used up. */
class SlowBodyRoomSpec {

  private static final int BUDGET = 2_097_152;
  private static final int STRANGERS = BUDGET / 100 * 12;
  private static final int CLIENTS = BUDGET / 100 * 4;

  /** So many bodies of 20,000 bytes fit into that share, each twice while it grows. */
  private static final int FIT = 5;

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_REQUEST_TIMEOUT", "60s",
              "LEADGATE_HTTP_EVENT_LOOPS", "1",
              "LEADGATE_LIMITS_BUDGET_BYTES", "" + BUDGET));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();
  private final String token = FIXTURES.token("lead_receiver");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void slowBodiesOfStrangersMakeRoomForOtherStrangersAndTakeNoneFromVendors() {
    String unscoped = FIXTURES.token("data_api");
    String large = "{\"a\":\"%s\"}".formatted("x".repeat(20_000));
    double failed = failed();
    List<RawConnection> unfinished = new ArrayList<>();
    try {
      for (int i = 0; i < FIT; i++) {
        unfinished.add(RawConnection.to(GATEWAY.api()).send(head() + "x".repeat(20_000)));
      }
      Await.until(
          "their share is used up", SOON, () -> GATEWAY.drawn("strangers") > STRANGERS - 44_000);

      assertThat(GATEWAY.api().post(campaign.leads(), large).status()).isEqualTo(401);
      Answer oldest = unfinished.getFirst().answer();
      assertThat(oldest.status()).isEqualTo(503);
      assertThat(oldest.header("Retry-After")).isNotEmpty();
      assertThat(unfinished.getFirst().isClosedByServer()).isTrue();
      Await.until("that counts as our failure", SOON, () -> failed() > failed);
      assertThat(GATEWAY.api().bearer(token).post(campaign.leads(), large).status()).isEqualTo(422);
      assertThat(GATEWAY.api().bearer(unscoped).post(campaign.leads(), large).status())
          .isEqualTo(403);
    } finally {
      unfinished.forEach(RawConnection::close);
    }
    Await.until("all is given back", SOON, GATEWAY::hasNothingDrawn);
  }

  /** The client is known only after its body, so the share is one for all of them. */
  @Test
  void slowCallsForTokensMakeRoomForOthers() {
    String slow =
        "POST /oauth2/token HTTP/1.1\nHost: x\nContent-Type: application/x-www-form-urlencoded\n"
            + "Content-Length: 16000\n\n"
            + "x".repeat(12_000);
    List<RawConnection> unfinished = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        unfinished.add(RawConnection.to(GATEWAY.api()).send(slow));
      }
      Await.until(
          "their share is used up", SOON, () -> GATEWAY.drawn("clients") > CLIENTS - 26_000);

      assertThat(FIXTURES.token("lead_receiver")).isNotEmpty();
    } finally {
      unfinished.forEach(RawConnection::close);
    }
    Await.until("all is given back", SOON, GATEWAY::hasNothingDrawn);
  }

  private static double failed() {
    return Scrape.value(GATEWAY.management(), "leadgate_leads_total{outcome=\"failed\"}");
  }

  private String head() {
    return "POST %s HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 30000\n\n"
        .formatted(campaign.leads());
  }
}
