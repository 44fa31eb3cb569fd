package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayJar;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.log.LogsError;
import io.leadgate.support.process.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets strangers' idle connections use up the file descriptors of a gateway, so that the second of
 * a lane's two connections to Postgres cannot be opened.
 */
@Tag("faults")
class FewDescriptorsSpec {

  /** Far below the wait after which a lead is refused, and loose because of busy machines. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final int FREE_DESCRIPTORS = 100;
  private static final int STRANGERS = 300;

  /** Connections that a lane has opened and not used; a busy machine opens both for one lead. */
  private static final String UNUSED =
      "FROM pg_stat_activity WHERE application_name = 'leadgate' AND query LIKE '%AS"
          + " synchronous_commit%'";

  @TempDir private Path directory;

  @Test
  @LogsError(
      "An exceptionCaught() event was fired, and it reached at the tail of the pipeline. It usually"
          + " means the last handler in the pipeline did not handle the exception.")
  @EnabledOnOs(LINUX) // macOS has no way to set the limit of another process.
  void leadsGoThroughTheOtherConnectionAtTheirUsualTime() {
    try (OwnPostgres postgres = new OwnPostgres();
        GatewayProcess gateway =
            GatewayProcess.startJar(
                GatewayJar.makeIn(directory),
                postgres.environment(Map.of("LEADGATE_LIMITS_BATCH_LEADS", "5")),
                "-Xmx256m")) {
      Fixtures fixtures = gateway.fixtures(postgres.database());
      Campaign campaign = fixtures.campaign();
      String token = fixtures.token("lead_receiver");
      try (RawConnection vendor = RawConnection.to(gateway.api())) {
        assertAnsweredSoon(201, vendor, campaign.rawPost(token));
        assertAnsweredSoon(201, vendor, keyed(campaign, token, "descriptors-1"));
        closeUnused(postgres);
        for (int i = 0; i < 2; i++) {
          // Both connections have their turn, so an ended session is found.
          assertAnsweredSoon(201, vendor, campaign.rawPost(token));
          assertAnsweredSoon(201, vendor, keyed(campaign, token, "before-" + i));
        }
        double retriesBefore = retries(gateway);
        List<RawConnection> strangers = useDescriptorsUp(gateway);
        for (int i = 0; i < 20; i++) {
          assertAnsweredSoon(201, vendor, campaign.rawPost(token));
          assertAnsweredSoon(201, vendor, keyed(campaign, token, "single-" + i));
        }
        for (int i = 0; i < 5; i++) {
          // Full batches ask for the other connection.
          assertAnsweredSoon(200, vendor, campaign.rawPost(token, array("")));
          assertAnsweredSoon(200, vendor, campaign.rawPost(token, array("array-" + i)));
        }
        assertThat(gateway.standardError())
            .contains("\"a connection cannot be opened\",\"lane\":\"leads\"")
            .contains("\"a connection cannot be opened\",\"lane\":\"keyed_leads\"");

        strangers.forEach(RawConnection::close);
        assertThat(retries(gateway)).isEqualTo(retriesBefore);
        assertThat(fixtures.storedLeads(campaign)).isEqualTo(6 + 40 + 10 * 100);
      }
    }
  }

  private static void assertAnsweredSoon(int status, RawConnection vendor, String post) {
    long began = System.nanoTime();
    assertThat(vendor.send(post).answer().status()).isEqualTo(status);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
  }

  private static double retries(GatewayProcess gateway) {
    return Scrape.sum(gateway.management(), "leadgate_batch_retries_total");
  }

  private static String keyed(Campaign campaign, String token, String key) {
    return campaign.rawPost(token).replace("Host: x", "Host: x\nIdempotency-Key: " + key);
  }

  /** A hundred leads, with keys of their own unless the name is empty. */
  private static String array(String keys) {
    return IntStream.range(0, 100)
        .mapToObj(
            i ->
                keys.isEmpty()
                    ? LEAD
                    : "{\"idempotency_key\":\"%s-%d\",\"fields\":%s}".formatted(keys, i, LEAD))
        .toList()
        .toString();
  }

  private static void closeUnused(OwnPostgres postgres) {
    postgres.execute("SELECT pg_terminate_backend(pid) " + UNUSED);
    Await.until(
        "each lane has one connection",
        MAX,
        () -> postgres.database().number("SELECT count(*) " + UNUSED) == 0);
  }

  /** Returns the strangers' connections, of which the gateway cannot accept all. */
  private static List<RawConnection> useDescriptorsUp(GatewayProcess gateway) {
    long limit = gateway.descriptors() + FREE_DESCRIPTORS;
    gateway.limitDescriptors(limit);
    List<RawConnection> strangers = new ArrayList<>();
    for (int i = 0; i < STRANGERS; i++) {
      strangers.add(RawConnection.to(gateway.api()));
    }
    Await.until("no descriptor is free", MAX, () -> gateway.descriptors() >= limit);
    return strangers;
  }
}
