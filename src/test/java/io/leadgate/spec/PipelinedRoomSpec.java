package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
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

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int BUDGET = 16 * 1_048_576;

  /** A lead with spaces behind it, so that the bytes of few leads exceed the whole budget. */
  private static final String LARGE = Fixtures.LEAD + " ".repeat(30_000);

  private static final int LEADS = BUDGET / LARGE.length() + 1;

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_LIMITS_BUDGET_BYTES", Integer.toString(BUDGET)));

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void pipelinedLeadsLargerThanTheBudgetAreAllStored() throws InterruptedException {
    Campaign campaign = GATEWAY.fixtures().campaign();
    String post = campaign.rawPost(GATEWAY.fixtures().token("lead_receiver"), LARGE) + "\n";
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      // Before its first answer the connection is a stranger's, whose share may lack the room.
      assertThat(connection.send(post).answer().status()).isEqualTo(201);
      Thread writer = Thread.startVirtualThread(() -> connection.send(post.repeat(LEADS)));
      for (int i = 0; i < LEADS; i++) {
        assertThat(connection.answer().status()).as("lead %d", i).isEqualTo(201);
      }
      assertThat(writer.join(SOON)).isTrue();
    }

    Await.until("the vendors' share is empty", SOON, () -> GATEWAY.drawn("vendors") == 0);
  }
}
