package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Callers who begin a body and do not end it. */
class SlowBodySpec {

  /**
   * So many bodies of 20,000 bytes fit into twelve hundredths of the budget, each twice while it
   * grows.
   */
  private static final int FIT = 5;

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_REQUEST_TIMEOUT", "1s",
              "LEADGATE_HTTP_EVENT_LOOPS", "1",
              "LEADGATE_LIMITS_BUDGET_BYTES", "2097152"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();
  private final String token = FIXTURES.token("lead_receiver");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aBodyThatDoesNotComeIs408AndTheConnectionIsClosed() {
    try (RawConnection slow = RawConnection.to(GATEWAY.api())) {
      Answer answer = slow.send(head("Authorization: Bearer " + token) + "{").answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.problem()).isEqualTo("request-timeout");
      assertThat(slow.isClosedByServer()).isTrue();
    }
    assertThat(FIXTURES.leads(campaign)).isZero();
  }

  @Test
  void aBodyThatDoesNotComeIs408WithoutATokenTooAndIsNotQuarantined() {
    try (RawConnection slow = RawConnection.to(GATEWAY.api())) {
      assertThat(slow.send(head("X: y") + "{").answer().status()).isEqualTo(408);
    }
    assertThat(FIXTURES.quarantined(campaign)).isZero();
  }

  @Test
  void bodiesThatAreBeingReadAreBoundedAndRoomIsFreeAgainAfterThem() {
    List<RawConnection> unfinished = new ArrayList<>();
    try {
      for (int i = 0; i <= FIT; i++) {
        unfinished.add(RawConnection.to(GATEWAY.api()).send(head("X: y") + "x".repeat(20_000)));
      }
      List<Answer> answers = unfinished.stream().map(RawConnection::answer).toList();

      assertThat(answers).filteredOn(answer -> answer.status() == 408).hasSize(FIT);
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 503)
          .singleElement()
          .satisfies(
              answer -> {
                assertThat(answer.problem()).isEqualTo("overloaded");
                assertThat(answer.header("Retry-After")).isNotEmpty();
              });
    } finally {
      unfinished.forEach(RawConnection::close);
    }
    assertThat(GATEWAY.api().bearer(token).post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }

  private String head(String header) {
    return "POST %s HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 30000\n%s\n\n"
        .formatted(campaign.leads(), header);
  }
}
