package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends many requests on one connection without a pause. The gateway reads them as fast as it
 * answers them, and so holds few of their bytes.
 */
class PipelinedRoomSpec {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int BUDGET = 16 * 1_048_576;

  /** More than the undecoded bytes of a connection, one read, and the requests under way. */
  private static final int HELD_MAX = 512 * 1024;

  /** A lead with spaces behind it, so that the bytes of a few hundred exceed the whole budget. */
  private static final String LARGE = Fixtures.LEAD + " ".repeat(30_000);

  private static final int LEADS = BUDGET / LARGE.length() + 1;

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_LIMITS_BUDGET_BYTES", Integer.toString(BUDGET)));

  private final Campaign campaign = GATEWAY.fixtures().campaign();
  private final String token = GATEWAY.fixtures().token("lead_receiver");
  private final String post = campaign.rawPost(token, LARGE) + "\n";
  private final RawConnection connection = RawConnection.to(GATEWAY.api());

  /** Makes the connection a vendor's, because the share of strangers may lack the room. */
  @BeforeEach
  void sendAGoodToken() {
    assertThat(connection.send(campaign.rawPost(token) + "\n").answer().status()).isEqualTo(201);
  }

  @AfterEach
  void close() {
    connection.close();
    Await.until("the vendors' share is empty", SOON, () -> GATEWAY.drawn("vendors") == 0);
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void pipelinedLeadsLargerThanTheBudgetAreAllStored() throws InterruptedException {
    Thread writer = Thread.startVirtualThread(() -> connection.send(post.repeat(LEADS)));
    for (int i = 0; i < LEADS; i++) {
      assertThat(connection.answer().status()).as("lead %d", i).isEqualTo(201);
      if (i % 50 == 0) {
        assertThat(GATEWAY.drawn("vendors")).isLessThan(HELD_MAX);
      }
    }

    assertThat(writer.join(SOON)).isTrue();
    assertThat(GATEWAY.fixtures().storedLeads(campaign)).isEqualTo(LEADS + 1);
  }

  /** Vert.x stops and resumes reading on its own where more requests wait behind a lead. */
  @Test
  void requestsThatWaitBehindLeadsAreReadAsFastAsTheyAreAnswered() throws InterruptedException {
    int rounds = 300;
    int others = 7;
    String other = "GET /nowhere HTTP/1.1\nHost: x\nA: " + "b".repeat(2_000) + "\n\n";
    String round = campaign.rawPost(token) + "\n" + other.repeat(others);
    Thread writer = Thread.startVirtualThread(() -> connection.send(round.repeat(rounds)));
    for (int i = 0; i < rounds; i++) {
      assertThat(connection.answer().status()).as("lead %d", i).isEqualTo(201);
      for (int j = 0; j < others; j++) {
        assertThat(connection.answer().status()).isEqualTo(404);
      }
      if (i % 20 == 0) {
        assertThat(GATEWAY.drawn("vendors")).isLessThan(HELD_MAX);
      }
    }

    assertThat(writer.join(SOON)).isTrue();
  }

  @Test
  void answersBeforeTheLastAreWholeWhereMoreRequestsComeBehindIt() throws InterruptedException {
    int before = 10;
    String last = post.replace("Host: x", "Host: x\nConnection: close");
    Thread writer =
        Thread.startVirtualThread(
            () -> connection.send(post.repeat(before) + last + post.repeat(100)));
    for (int i = 0; i <= before; i++) {
      assertThat(connection.answer().status()).as("lead %d", i).isEqualTo(201);
    }

    assertThat(connection.isEnded()).isTrue();
    assertThat(writer.join(SOON)).isTrue();
    assertThat(GATEWAY.fixtures().storedLeads(campaign)).isEqualTo(before + 2);
  }

  /**
   * A closed socket would answer the first bytes with a reset, at which the second write fails, and
   * by which a caller loses an answer that it has not read yet.
   */
  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1\nConnection: close"})
  void bytesBehindTheLastAnswerMeetNoReset(String ending) {
    String last = campaign.rawPost(token).replaceFirst("HTTP/1.1", ending);
    connection.send(campaign.rawPost(token) + "\n" + last);
    assertThat(connection.answer().status()).isEqualTo(201);
    assertThat(connection.answer().status()).isEqualTo(201);
    assertThat(connection.isEnded()).isTrue();

    assertThatCode(() -> connection.send("more").send("and more")).doesNotThrowAnyException();
    assertThat(connection.isEnded()).isTrue();
  }
}
