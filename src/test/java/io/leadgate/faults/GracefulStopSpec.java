package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Contract;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stops a gateway by SIGTERM or SIGINT: within 10 s the gateway answers the requests that it has,
 * and ends with status 0.
 */
@Tag("faults")
class GracefulStopSpec {

  /** Half as much again as the promised 10 s, because machines that test are slow. */
  private static final Duration STOP_MAX = Duration.ofSeconds(15);

  private static final Duration REFUSE_MAX = Duration.ofSeconds(2);
  private static final int READY = 200;
  private static final int GONE = 0;

  private static final OwnPostgres POSTGRES = new OwnPostgres();

  @AfterAll
  static void closePostgres() {
    POSTGRES.close();
  }

  @AfterEach
  void bringPostgresBack() {
    POSTGRES.thaw();
    POSTGRES.server().restart();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void stopUnderLoadAnswersEveryRequestThatItTook(String signal) {
    try (GatewayProcess gateway = GatewayProcess.start(POSTGRES.environment(Map.of()))) {
      Fixtures fixtures = gateway.fixtures(POSTGRES.database());
      Campaign campaign = fixtures.campaign();
      Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
      try (Vendors vendors = Vendors.start(8, vendor, campaign)) {
        vendors.awaitAcknowledged(200);
        long stopBegan = System.nanoTime();
        gateway.signal(signal);

        assertThat(gateway.exitStatus(STOP_MAX)).isZero();
        vendors.stop();
        assertThat(vendors.answers()).allMatch(answer -> answer.status() == 201);
        assertThat(vendors.posts())
            .allMatch(post -> post.answer().isPresent() || post.endedAt() - stopBegan > 0);
        vendors.assertNothingAcknowledgedIsLost(fixtures);
        assertRefusesConnections(vendor);
        assertThat(gateway.standardError()).doesNotContain("ERROR", "Exception");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void stopRefusesLeadsThatWaitForPostgresAndIsInTime(String signal) {
    try (GatewayProcess gateway = GatewayProcess.start(POSTGRES.environment(Map.of()))) {
      List<CompletableFuture<Answer>> posts = postWhilePostgresIsAway(gateway);
      gateway.signal(signal);

      Await.until("the gateway is not ready", STOP_MAX, () -> readiness(gateway) != READY);
      assertThat(readiness(gateway)).isIn(503, GONE);
      assertRefusesConnections(gateway.api());
      assertThat(gateway.exitStatus(STOP_MAX)).isZero();
      assertThat(posts.stream().map(CompletableFuture::join))
          .allSatisfy(
              answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.problem()).isIn("storage-unavailable", "shutting-down");
                assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
              });
      assertThat(gateway.standardError().lines()).allMatch(line -> line.startsWith("{"));
    }
  }

  /** Times of use that are not yet written, such as those of a secret, are lost in this case. */
  @Test
  void stopIsInTimeWhilePostgresHangs() {
    try (GatewayProcess gateway = GatewayProcess.start(POSTGRES.environment(Map.of()))) {
      Fixtures fixtures = gateway.fixtures(POSTGRES.database());
      Campaign campaign = fixtures.campaign();
      Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
      POSTGRES.freeze();
      CompletableFuture<Answer> post = vendor.postAsync(campaign.leads(), LEAD);
      Inflight.await(gateway, 1);
      gateway.signal("TERM");

      assertThat(gateway.exitStatus(STOP_MAX)).as(gateway.standardError()).isZero();
      assertThat(post.join().status()).isEqualTo(503);
      assertThat(gateway.standardError()).contains("\"stopped\"").doesNotContain("ERROR");
    }
  }

  @Test
  void leadsThatWaitAreStoredIfPostgresComesBackDuringTheStop() {
    try (GatewayProcess gateway = GatewayProcess.start(POSTGRES.environment(Map.of()))) {
      List<CompletableFuture<Answer>> posts = postWhilePostgresIsAway(gateway);
      gateway.signal("TERM");
      POSTGRES.server().start();

      assertThat(gateway.exitStatus(STOP_MAX)).isZero();
      assertThat(posts.stream().map(CompletableFuture::join).map(Answer::status)).containsOnly(201);
    }
  }

  private static List<CompletableFuture<Answer>> postWhilePostgresIsAway(GatewayProcess gateway) {
    Fixtures fixtures = gateway.fixtures(POSTGRES.database());
    Campaign campaign = fixtures.campaign();
    Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    POSTGRES.server().stop();
    List<CompletableFuture<Answer>> posts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Http client = i % 2 == 0 ? vendor : vendor.with("Idempotency-Key", "waits-" + i);
      posts.add(client.postAsync(campaign.leads(), LEAD));
    }
    Inflight.await(gateway, 20);
    return posts;
  }

  /** Waits until the gateway refuses connections: soon after the signal, long before its end. */
  private static void assertRefusesConnections(Http api) {
    Await.until(
        "the gateway refuses connections", REFUSE_MAX, () -> refusesConnections(api.port()));
  }

  private static boolean refusesConnections(int port) {
    try (Socket taken = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !taken.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  private static int readiness(GatewayProcess gateway) {
    try {
      Answer answer = gateway.management().get("/health/ready");
      assertThat(answer.text("status")).isEqualTo(answer.status() == READY ? "ready" : "stopping");
      return answer.status();
    } catch (IllegalStateException unanswered) {
      return GONE;
    }
  }

  @Test
  void startThatWaitsForPostgresCanBeStopped() {
    POSTGRES.server().stop();
    assertStopsWhileItWaits();
  }

  @Test
  void startThatHangsInPostgresCanBeStopped() {
    POSTGRES.freeze();
    assertStopsWhileItWaits();
  }

  private static void assertStopsWhileItWaits() {
    int port = FreePort.find();
    Http management = Http.at("http://127.0.0.1:" + port, Contract.MANAGEMENT);
    Map<String, String> settings = Map.of("LEADGATE_MANAGEMENT_PORT", Integer.toString(port));
    try (GatewayProcess gateway = GatewayProcess.launch(POSTGRES.environment(settings))) {
      Await.until("the process is live", Duration.ofMinutes(1), () -> isLive(management));
      assertThat(management.get("/health/ready").text("status")).isEqualTo("starting");
      gateway.signal("TERM");

      assertThat(gateway.exitStatus(STOP_MAX)).isZero();
      assertThat(gateway.output()).doesNotContain("cannot start", "ERROR", "\tat ");
    }
  }

  private static boolean isLive(Http management) {
    try {
      return management.get("/health/live").status() == 200;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }
}
