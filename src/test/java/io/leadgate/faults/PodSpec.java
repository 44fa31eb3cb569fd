package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Does to gateway processes what Kubernetes does to pods. */
@Tag("faults")
class PodSpec {

  private static final Path DEPLOYMENT = Path.of("k8s/base/deployment.yaml");

  /** The time in which load balancers go on sending to a pod that is being deleted. */
  private static final Duration STILL_SENDING = Duration.ofSeconds(5);

  /** The drain of at most 10 s, and half as much again, because machines that test are slow. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(15);

  private static final OwnPostgres POSTGRES = new OwnPostgres();

  @AfterAll
  static void closePostgres() {
    POSTGRES.close();
  }

  @Test
  void deletedPodLosesNoRequestOfALoadBalancerThatStillSends() throws IOException {
    Duration preStop = preStop();
    assertThat(preStop).isGreaterThan(STILL_SENDING);
    try (GatewayProcess deleted = GatewayProcess.start(POSTGRES.environment(Map.of()));
        GatewayProcess other = GatewayProcess.start(POSTGRES.environment(Map.of()))) {
      Fixtures fixtures = deleted.fixtures(POSTGRES.database());
      Campaign campaign = fixtures.campaign();
      String token = fixtures.token("lead_receiver");
      Http first = deleted.api().bearer(token);
      Http second = other.api().bearer(token);
      Await.until(
          "the other node knows the campaign",
          DRAIN_MAX,
          () -> second.post(campaign.leads(), LEAD).status() == 201);

      AtomicBoolean balancedToBoth = new AtomicBoolean(true);
      AtomicLong lastToDeleted = new AtomicLong();
      try (Vendors vendors =
          Vendors.start(
              8,
              number -> {
                if (number % 4 < 2 && balancedToBoth.get()) {
                  lastToDeleted.set(System.nanoTime());
                  return first;
                }
                return second;
              },
              campaign)) {
        vendors.awaitAcknowledged(100);
        long deletion = System.nanoTime();
        pass(STILL_SENDING);
        balancedToBoth.set(false);
        pass(preStop.minusNanos(System.nanoTime() - deletion));
        deleted.signal("TERM");

        assertThat(deleted.exitStatus(DRAIN_MAX)).isZero();
        vendors.awaitAcknowledged(100);
        vendors.stop();
        assertThat(Duration.ofNanos(lastToDeleted.get() - deletion))
            .isGreaterThan(STILL_SENDING.minusSeconds(1));
        assertThat(vendors.posts())
            .allMatch(post -> post.answer().filter(answer -> answer.status() == 201).isPresent());
        vendors.assertNothingAcknowledgedIsLost(other.fixtures(POSTGRES.database()));
      }
    }
  }

  @Test
  void podWhosePostgresIsAwayStaysReadyAndTellsVendorsWhenToTryAgain() {
    try (GatewayProcess pod =
        GatewayProcess.start(POSTGRES.environment(Map.of("LEADGATE_STORAGE_WAIT", "1s")))) {
      Fixtures fixtures = pod.fixtures(POSTGRES.database());
      Campaign campaign = fixtures.campaign();
      Http vendor = pod.api().bearer(fixtures.token("lead_receiver"));
      POSTGRES.server().stop();
      try {
        Answer answer = vendor.post(campaign.leads(), LEAD);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
        assertThat(pod.management().get("/health/ready").status()).isEqualTo(200);
        assertThat(pod.management().get("/health/live").status()).isEqualTo(200);
      } finally {
        POSTGRES.server().start();
      }
    }
  }

  /** The pause between the deletion of a pod and its SIGTERM. */
  private static Duration preStop() throws IOException {
    Matcher sleep =
        Pattern.compile("preStop:\\s+(?:#.*\\s+)*sleep:\\s+seconds: (\\d+)")
            .matcher(Files.readString(DEPLOYMENT));
    assertThat(sleep.find()).isTrue();
    return Duration.ofSeconds(Long.parseLong(sleep.group(1)));
  }

  private static void pass(Duration time) {
    Await.holds(time, () -> false);
  }
}
