package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.budget.Weight;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fills the connections with idle strangers, which make room for a caller on another event loop.
 */
class ConnectionsOnTwoLoopsSpec {

  private static final int MAX = 12;

  /** The least weight of a head's two lines, in bytes. */
  private static final int HEAD = 2 * Weight.HEADER_LINE;

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_HOST", "0.0.0.0",
              "LEADGATE_HTTP_EVENT_LOOPS", "2",
              "LEADGATE_HTTP_CONNECTIONS_MAX", "" + 2 * MAX,
              "LEADGATE_HTTP_CONNECTIONS_PER_ADDRESS", "" + MAX,
              "LEADGATE_HTTP_HEAD_TIMEOUT", "60s"));
  private static final Campaign CAMPAIGN = GATEWAY.fixtures().campaign();
  private static final String POST = CAMPAIGN.rawPost(GATEWAY.fixtures().token("lead_receiver"));

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /**
   * Connections go to the event loops in turns, so that nearly all busy connections share a loop.
   */
  @ParameterizedTest
  @CsvSource({"0, 127.0.0.2", "1, 127.0.0.3"})
  void idleStrangersOfEachEventLoopMakeRoom(int firstBusy, String address) {
    List<RawConnection> open = new ArrayList<>();
    List<RawConnection> idle = new ArrayList<>();
    try {
      for (int i = 0; i < MAX; i++) {
        RawConnection connection = RawConnection.from(address, GATEWAY.api());
        open.add(connection);
        if (i % 2 == firstBusy) {
          connection.send("GET /nowhere HTTP/1.1\nHost: x\n");
        } else {
          assertThat(connection.send("GET /nowhere HTTP/1.1\nHost: x\n\n").answer().status())
              .isEqualTo(404);
          idle.add(connection);
        }
      }
      Await.until("the heads have come", SOON, () -> GATEWAY.drawn("strangers") > MAX / 2 * HEAD);
      for (int i = 0; i < idle.size(); i++) {
        RawConnection good = RawConnection.from(address, GATEWAY.api());
        open.add(good);
        assertThat(good.send(POST).answer().status()).as("newcomer %d", i).isEqualTo(201);
      }

      assertThat(idle).allMatch(RawConnection::isClosedByServer);
      RawConnection over = RawConnection.from(address, GATEWAY.api());
      open.add(over);
      assertThat(over.answer().status()).isEqualTo(503);
    } finally {
      open.forEach(RawConnection::close);
    }
  }
}
