package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Compares the bodies and the times of refusals, which must not tell whether a client exists. The
 * bound is loose, because the machine may be busy; load-tests/token-timing.sh measures the times
 * closely.
 */
class TokenTimingSpec {

  private static final int CALLS = 400;
  private static final int FACTOR_MAX = 2;
  private static final String PATH = "/oauth2/token";
  private static final String TYPE = "application/x-www-form-urlencoded";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A kind of refusal with the times of its calls. */
  private record Kind(String name, String form, List<Long> nanos) {

    static Kind of(String name, String clientId, String secret) {
      return new Kind(
          name,
          "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret,
          new ArrayList<>());
    }

    long median() {
      return nanos.stream().sorted().toList().get(CALLS / 2);
    }
  }

  @Test
  void refusalsOfLoginsHaveTheSameBodyAndTime() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.start(Map.of("LEADGATE_LIMITS_FAILED_LOGINS_PER_MINUTE", "0"))) {
      Credential known = gateway.fixtures().credential("lead_receiver");
      Credential disabled = gateway.fixtures().credential("lead_receiver");
      gateway
          .management()
          .admin()
          .patch("/admin/credentials/" + disabled.clientId(), "{\"enabled\":false}");
      List<Kind> kinds =
          List.of(
              Kind.of("unknown client", "00000000-0000-4000-8000-000000000000", known.secret()),
              Kind.of("wrong secret", known.clientId(), disabled.secret()),
              Kind.of("disabled", disabled.clientId(), disabled.secret()));
      for (Kind kind : kinds) {
        assertThat(gateway.api().with("Content-Type", TYPE).post(PATH, kind.form()).status())
            .as(kind.name())
            .isEqualTo(401);
      }

      send(gateway, kinds); // Warms up.
      kinds.forEach(kind -> kind.nanos().clear());
      Set<String> answers = send(gateway, kinds);

      assertThat(answers).hasSize(1);
      long slowest = kinds.stream().mapToLong(Kind::median).max().orElseThrow();
      assertThat(kinds)
          .allSatisfy(
              kind ->
                  assertThat(kind.median() * FACTOR_MAX)
                      .as("%s, in ns, twice", kind.name())
                      .isGreaterThan(slowest));
    }
  }

  /** Sends the kinds in random turns, so that other load on the machine hits each kind alike. */
  private Set<String> send(RunningGateway gateway, List<Kind> kinds) throws Exception {
    Random random = new Random();
    List<Kind> turns = new ArrayList<>(kinds);
    Set<String> answers = new HashSet<>();
    for (int i = 0; i < CALLS; i++) {
      Collections.shuffle(turns, random);
      for (Kind kind : turns) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(gateway.api().base() + PATH))
                .header("Content-Type", TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(kind.form()))
                .build();
        long began = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        kind.nanos().add(System.nanoTime() - began);
        answers.add(answer.statusCode() + " " + answer.body());
      }
    }
    return answers;
  }
}
