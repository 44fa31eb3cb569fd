package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Asks at the intervals at which connections to Postgres are closed for being idle. The answer to
 * each request must not depend on how long the connection was idle.
 */
class IdleConnectionsSpec {

  /** The time after which a pool closes an idle connection, and the time for an answer. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(3), Duration.ofSeconds(5));

  private static final int ROUNDS = 3;
  private static final int AT_ONCE = 8;

  @Test
  void noRequestFailsBecauseAConnectionWasIdle() {
    try (RunningGateway gateway = RunningGateway.start(Map.of())) {
      Http client = gateway.api().bearer(gateway.fixtures().token("data_api", "account_api"));
      Campaign campaign = gateway.fixtures().openCampaign();
      String lead = awaitStored(gateway.api(), campaign);
      CompletableFuture<List<Answer>> searches =
          CompletableFuture.supplyAsync(() -> askAgain(client, lead, PAUSES.getFirst()));
      String path = AccountClient.CAMPAIGNS + "/" + campaign.id();
      List<Answer> reads = askAgain(client, path, PAUSES.getLast());

      assertThat(Stream.concat(searches.join().stream(), reads.stream()))
          .hasSize(2 * ROUNDS * AT_ONCE)
          .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    }
  }

  private static String awaitStored(Http api, Campaign campaign) {
    List<String> location = new ArrayList<>();
    Await.until(
        "a lead is stored",
        Duration.ofMinutes(1),
        () -> {
          Answer answer = api.post(campaign.leads(), LEAD);
          location.add(answer.header("Location"));
          return answer.status() == 201;
        });
    return location.getLast();
  }

  private static List<Answer> askAgain(Http client, String path, Duration pause) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Await.holds(pause, () -> false);
      List<CompletableFuture<Answer>> asked =
          IntStream.range(0, AT_ONCE)
              .mapToObj(n -> CompletableFuture.supplyAsync(() -> client.get(path)))
              .toList();
      asked.forEach(answer -> answers.add(answer.join()));
    }
    return answers;
  }
}
