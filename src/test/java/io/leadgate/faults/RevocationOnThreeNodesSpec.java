package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What ends a token on one node ends it on all, under load. The bound here is loose, for a machine
 * that is busy; {@code load-tests/revocation.sh} measures the second that is promised.
 */
@Tag("faults")
class RevocationOnThreeNodesSpec {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TestDatabase DATABASE = SharedServers.newDatabase();
  private static final RedisServer REDIS = RedisServer.startTemporary();

  /** A call to Redis waits for long, so that a look-up stays in flight while it hangs. */
  private static final Map<String, String> ENVIRONMENT =
      RunningGateway.environment(
          DATABASE, Map.of("LEADGATE_REDIS_URI", REDIS.uri(), "LEADGATE_REDIS_TIMEOUT", "10s"));

  private static final List<GatewayProcess> NODES =
      Stream.generate(() -> GatewayProcess.start(ENVIRONMENT)).limit(3).toList();
  private static final Fixtures FIXTURES = NODES.getFirst().fixtures(DATABASE);
  private static final Campaign CAMPAIGN = FIXTURES.campaign();
  private static final Campaign FOREIGN = FIXTURES.campaign();

  private static List<Vendors> load;

  private final Credential credential = FIXTURES.credential("lead_receiver");
  private final String token = FIXTURES.token(credential);

  @BeforeAll
  static void load() {
    String good = FIXTURES.token("lead_receiver");
    load =
        NODES.stream()
            .map(
                node -> {
                  awaitStatus(node, good, 201);
                  return Vendors.start(2, node.api().bearer(good), CAMPAIGN);
                })
            .toList();
  }

  @AfterAll
  static void stop() {
    load.forEach(Vendors::stop);
    load.forEach(vendors -> vendors.assertNothingAcknowledgedIsLost(FIXTURES));
    load.forEach(Vendors::close);
    NODES.forEach(GatewayProcess::close);
    REDIS.close();
    DATABASE.close();
  }

  private static int post(GatewayProcess node, String token) {
    return node.api().bearer(token).post(CAMPAIGN.leads(), LEAD).status();
  }

  private static void awaitStatus(GatewayProcess node, String token, int status) {
    Await.until(status + " on the node", SOON, () -> post(node, token) == status);
  }

  private void endAndAwait(TokenChange change) {
    change.prepare(NODES.getFirst(), credential);
    NODES.forEach(node -> awaitStatus(node, token, 201));
    double before = lags();

    assertThat(change.make(NODES.getFirst(), credential, token, FOREIGN).status())
        .isEqualTo(change.made);
    assertThat(post(NODES.getFirst(), token)).isEqualTo(change.status);
    NODES.forEach(node -> awaitStatus(node, token, change.status));
    // And stays so.
    NODES.forEach(node -> assertThat(post(node, token)).isEqualTo(change.status));
    assertThat(lags()).isGreaterThanOrEqualTo(before + NODES.size());
    NODES.forEach(node -> assertThat(lagsUpTo(node, "10.0")).isEqualTo(lags(node)));
  }

  private static double lags() {
    return NODES.stream().mapToDouble(RevocationOnThreeNodesSpec::lags).sum();
  }

  private static double lagsUpTo(GatewayProcess node, String seconds) {
    return node.management()
        .get("/metrics")
        .body()
        .lines()
        .filter(
            line ->
                line.startsWith(
                    "leadgate_token_revocation_lag_seconds_bucket{le=\"%s\"}".formatted(seconds)))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static double lags(GatewayProcess node) {
    return Scrape.sum(node.management(), "leadgate_token_revocation_lag_seconds_count");
  }

  @ParameterizedTest
  @EnumSource(TokenChange.class)
  void theTokenEndsOnAllNodes(TokenChange change) {
    endAndAwait(change);
  }

  @ParameterizedTest
  @EnumSource(TokenChange.class)
  void alsoWhereNoHintIsHeard(TokenChange change) throws Exception {
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      redis.ask("ACL", "SETUSER", "default", "resetchannels");
      try {
        redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
        endAndAwait(change);
      } finally {
        redis.ask("ACL", "SETUSER", "default", "allchannels");
      }
    }
  }

  /** Its answer, of before the change, does not let the token in. */
  @ParameterizedTest
  @EnumSource(TokenChange.class)
  void alsoWhereALookUpWasInFlightAsTheChangeCame(TokenChange change) {
    GatewayProcess last = NODES.getLast();
    NODES.forEach(node -> awaitKnown(node, credential));
    double known = lags(last);
    if (change.prepare(NODES.getFirst(), credential)) {
      Await.until("it is ready there", SOON, () -> lags(last) > known);
    }
    double before = lags(last);
    CompletableFuture<Answer> inFlight;
    CompletableFuture<Answer> changing;
    REDIS.freeze();
    try {
      inFlight = last.api().bearer(token).postAsync(CAMPAIGN.leads(), LEAD);
      changing =
          CompletableFuture.supplyAsync(
              () -> change.make(NODES.getFirst(), credential, token, FOREIGN));
      Await.until("it is in force there", SOON, () -> lags(last) > before);
      assertThat(inFlight).isNotDone();
    } finally {
      REDIS.thaw();
    }

    assertThat(changing.join().status()).isEqualTo(change.made);
    assertThat(inFlight.join().status()).isEqualTo(change.status);
    assertThat(post(last, token)).isEqualTo(change.status);
  }

  /**
   * The answer of a Redis that hung is not the last word either where a client asks of its token.
   */
  @Test
  void alsoWhereAClientAsksOfItsTokenAsTheChangeCame() {
    GatewayProcess last = NODES.getLast();
    NODES.forEach(node -> awaitKnown(node, credential));
    double before = lags(last);
    CompletableFuture<Answer> inFlight;
    REDIS.freeze();
    try {
      inFlight =
          last.api()
              .basic(credential.clientId(), credential.secret())
              .postAsync("/oauth2/introspect", "{\"token\":\"%s\"}".formatted(token));
      TokenChange.END_ALL.make(NODES.getFirst(), credential, token, FOREIGN);
      Await.until("it is in force there", SOON, () -> lags(last) > before);
      assertThat(inFlight).isNotDone();
    } finally {
      REDIS.thaw();
    }
    assertThat(inFlight.join().body()).isEqualTo("{\"active\":false}");
  }

  private static void awaitKnown(GatewayProcess node, Credential credential) {
    Await.until(
        "the credential is known",
        SOON,
        () ->
            node.api()
                    .basic(credential.clientId(), credential.secret())
                    .post("/oauth2/introspect", "{\"token\":\"x\"}")
                    .status()
                == 200);
  }
}
