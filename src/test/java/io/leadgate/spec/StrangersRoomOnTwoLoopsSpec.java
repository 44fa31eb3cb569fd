package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Fills the strangers' share on one event loop with slow heads. Vendors, which begin as strangers,
 * are still served on each event loop.
 */
class StrangersRoomOnTwoLoopsSpec {

  private static final int BUDGET = 2_097_152;
  private static final int STRANGERS = BUDGET / 100 * 12;

  /** The part of the share that each event loop may draw; the rest serves a loop that drew less. */
  private static final int COMMON = STRANGERS / 5 * 4;

  private static final Duration SOON = Duration.ofSeconds(30);

  /** A rest of the share that is smaller than the head of a lead. */
  private static final int ROOM_LEFT = 3_000;

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_EVENT_LOOPS", "2",
              "LEADGATE_HTTP_HEAD_TIMEOUT", "60s",
              "LEADGATE_LIMITS_BUDGET_BYTES", "" + BUDGET));
  private static final Campaign CAMPAIGN = GATEWAY.fixtures().campaign();
  private static final String POST = CAMPAIGN.rawPost(GATEWAY.fixtures().token("lead_receiver"));
  private static final String HEAD =
      "GET / HTTP/1.1\nHost: x\nA: %s\n".formatted("b".repeat(2_000));

  private final List<RawConnection> open = new ArrayList<>();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private RawConnection connect() {
    RawConnection connection = RawConnection.to(GATEWAY.api());
    open.add(connection);
    return connection;
  }

  /** Event loops take connections in turns, so all heads are on the same event loop. */
  private void useUpTheShare() {
    Await.until(
        "the share is used up",
        SOON,
        () -> {
          connect().send(HEAD);
          connect();
          return GATEWAY.drawn("strangers") > COMMON - ROOM_LEFT;
        });
  }

  @Test
  void vendorsAreServedBesideSlowHeadsOnOneEventLoop() {
    try {
      for (int i = 0; i < 4; i++) {
        useUpTheShare();
        RawConnection sameLoop = connect();
        assertThat(connect().send(POST).answer().status()).as("other loop, %d", i).isEqualTo(201);
        assertThat(sameLoop.send(POST).answer().status()).as("same loop, %d", i).isEqualTo(201);
      }
    } finally {
      open.forEach(RawConnection::close);
    }
    Await.until("the strangers' share is empty", SOON, () -> GATEWAY.drawn("strangers") == 0);
  }
}
