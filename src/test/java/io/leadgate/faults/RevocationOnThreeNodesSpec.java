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
 * Ends a token on one node, and shows that the token ends on all nodes, under load. The bound here
 * is loose, because the machine may be busy; {@code load-tests/revocation.sh} measures the promised
 * second.
 */
@Tag("faults")
class RevocationOnThreeNodesSpec {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TestDatabase DATABASE = SharedServers.newDatabase();
  private static final RedisServer REDIS = RedisServer.startTemporary();

  /** A call to Redis may take 10 s, so that a look-up stays in flight while Redis hangs. */
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
    Await.until("the node answers " + status, SOON, () -> post(node, token) == status);
  }

  private void assertEndsOnAllNodes(TokenChange change) {
    change.prepare(NODES.getFirst(), credential);
    NODES.forEach(node -> awaitStatus(node, token, 201));
    double before = lags();

    assertThat(change.make(NODES.getFirst(), credential, token, FOREIGN).status())
        .isEqualTo(change.changeStatus);
    assertThat(post(NODES.getFirst(), token)).isEqualTo(change.leadStatus);
    NODES.forEach(node -> awaitStatus(node, token, change.leadStatus));
    // A second post shows that the first refusal was not by chance.
    NODES.forEach(node -> assertThat(post(node, token)).isEqualTo(change.leadStatus));
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
  void tokenEndsOnAllNodes(TokenChange change) {
    assertEndsOnAllNodes(change);
  }

  @ParameterizedTest
  @EnumSource(TokenChange.class)
  void tokenEndsOnAllNodesWithoutHints(TokenChange change) throws Exception {
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      redis.ask("ACL", "SETUSER", "default", "resetchannels");
      try {
        redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
        assertEndsOnAllNodes(change);
      } finally {
        redis.ask("ACL", "SETUSER", "default", "allchannels");
      }
    }
  }

  @Test
  void staticKeyEndsOnAllNodes() {
    Credential key = FIXTURES.staticKey(CAMPAIGN.leadSourceId());
    NODES.forEach(node -> awaitKey(node, key, 201));

    assertThat(TokenChange.DISABLE.make(NODES.getFirst(), key, "", FOREIGN).status())
        .isEqualTo(200);

    assertThat(postKey(NODES.getFirst(), key)).isEqualTo(401);
    NODES.forEach(node -> awaitKey(node, key, 401));
    NODES.forEach(node -> assertThat(postKey(node, key)).isEqualTo(401));
  }

  private static void awaitKey(GatewayProcess node, Credential key, int status) {
    Await.until("the node answers " + status, SOON, () -> postKey(node, key) == status);
  }

  private static int postKey(GatewayProcess node, Credential key) {
    return node.api().with("api-key", key.secret()).post(CAMPAIGN.leads(), LEAD).status();
  }

  /** The answer of the look-up is from before the change, and does not let the token in. */
  @ParameterizedTest
  @EnumSource(TokenChange.class)
  void tokenEndsAlthoughALookUpWasInFlight(TokenChange change) {
    GatewayProcess last = NODES.getLast();
    NODES.forEach(node -> awaitKnown(node, credential));
    double known = lags(last);
    if (change.prepare(NODES.getFirst(), credential)) {
      Await.until("the preparation is in force on the last node", SOON, () -> lags(last) > known);
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
      Await.until("the change is in force on the last node", SOON, () -> lags(last) > before);
      assertThat(inFlight).isNotDone();
    } finally {
      REDIS.thaw();
    }

    assertThat(changing.join().status()).isEqualTo(change.changeStatus);
    assertThat(inFlight.join().status()).isEqualTo(change.leadStatus);
    assertThat(post(last, token)).isEqualTo(change.leadStatus);
  }

  /** Introspection too does not rely on the late answer of a Redis that hung. */
  @Test
  void introspectionInFlightSeesThatTheTokenEnded() {
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
      Await.until("the change is in force on the last node", SOON, () -> lags(last) > before);
      assertThat(inFlight).isNotDone();
    } finally {
      REDIS.thaw();
    }
    assertThat(inFlight.join().body()).isEqualTo("{\"active\":false}");
  }

  private static void awaitKnown(GatewayProcess node, Credential credential) {
    Await.until(
        "the node knows the credential",
        SOON,
        () ->
            node.api()
                    .basic(credential.clientId(), credential.secret())
                    .post("/oauth2/introspect", "{\"token\":\"x\"}")
                    .status()
                == 200);
  }
}
