package io.leadgate.faults;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import io.leadgate.support.Fixtures;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stops a gateway while the bodies of requests are still coming. */
@Tag("faults")
class SlowBodyAtStopSpec {

  private static final Duration MAX = Duration.ofSeconds(15);

  private final TestDatabase database = SharedServers.newDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void bodyThatIsStillComingIsAnsweredAndHoldsUpNoStop() {
    try (GatewayProcess gateway =
        GatewayProcess.start(RunningGateway.environment(database, Map.of()))) {
      Fixtures fixtures = gateway.fixtures(database);
      String whole = fixtures.campaign().rawPost(fixtures.token("lead_receiver"));
      try (RawConnection slow = RawConnection.to(gateway.api());
          RawConnection stranger = RawConnection.to(gateway.api())) {
        slow.send(whole.substring(0, whole.length() - 1));
        stranger.send(
            "POST /oauth2/token HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 9\n\n{");
        Await.until("both bodies are being read", MAX, () -> areReadBoth(gateway));
        gateway.signal("TERM");

        assertProblem(slow.answer(), 503, "shutting-down");
        assertThat(stranger.answer().status()).isEqualTo(503);
      }
      assertThat(gateway.exitStatus(MAX)).isZero();
      Matcher took =
          Pattern.compile("\"took_ms\":(\\d+)}?$", Pattern.MULTILINE)
              .matcher(gateway.standardError());
      assertThat(took.results().map(last -> Long.parseLong(last.group(1))).toList())
          .last(LONG)
          .as("of the 7 s that requests under way may take")
          .isLessThan(6_500);
    }
  }

  private static boolean areReadBoth(GatewayProcess gateway) {
    return Stream.of("vendors", "strangers")
        .allMatch(
            share ->
                Scrape.value(gateway.management(), "leadgate_budget_bytes{share=\"" + share + "\"}")
                    > 0);
  }
}
