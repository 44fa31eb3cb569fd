package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Sends many leads on one connection without a pause. The gateway holds only the lead under way and
 * the next lead, so the vendors' share suffices.
 */
class PipelinedRoomSpec {

  private static final int LEADS = 4_000;

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_LIMITS_BUDGET_BYTES", "16777216"));

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void pipelinedLeadsLargerThanTheShareAreAllStored() {
    Campaign campaign = GATEWAY.fixtures().campaign();
    String post = campaign.rawPost(GATEWAY.fixtures().token("lead_receiver")) + "\n";
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      // Before its first answer the connection is a stranger's, whose share may lack the room.
      assertThat(connection.send(post).answer().status()).isEqualTo(201);
      Thread writer = Thread.startVirtualThread(() -> connection.send(post.repeat(LEADS)));
      for (int i = 0; i < LEADS; i++) {
        assertThat(connection.answer().status()).as("lead %d", i).isEqualTo(201);
      }
      assertThat(writer.isAlive()).isFalse();
    }

    Await.until(
        "the vendors' share is empty", Duration.ofSeconds(30), () -> GATEWAY.drawn("vendors") == 0);
  }
}
