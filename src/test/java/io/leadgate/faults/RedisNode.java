package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.Jwt;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.RedisServer;
import io.leadgate.support.process.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a gateway process with a Redis of its own that a spec breaks, and makes the tokens with
 * which the spec shows that vendors notice nothing of it.
 */
final class RedisNode implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestDatabase database = SharedServers.newDatabase();
  private final RedisServer redis;
  private final String redisUri;
  private final GatewayProcess gateway;
  private final Fixtures fixtures;

  private RedisNode(RedisServer redis, String uri) {
    this.redis = redis;
    this.redisUri = uri;
    this.gateway = startNode();
    this.fixtures = gateway.fixtures(database);
  }

  static RedisNode start() {
    RedisServer redis = RedisServer.startTemporary();
    return new RedisNode(redis, redis.uri());
  }

  /** Starts a gateway that reaches its Redis through the proxy. */
  static RedisNode behind(TcpProxy proxy, RedisServer redis) {
    return new RedisNode(redis, "redis://127.0.0.1:" + proxy.port());
  }

  /** Starts a gateway on the same servers. */
  GatewayProcess startNode() {
    // Without reuse, each request for a token gets a new token.
    return GatewayProcess.start(
        RunningGateway.environment(
            database, Map.of("LEADGATE_REDIS_URI", redisUri, "LEADGATE_TOKEN_REUSE", "0s")));
  }

  RedisServer redis() {
    return redis;
  }

  GatewayProcess gateway() {
    return gateway;
  }

  Fixtures fixtures() {
    return fixtures;
  }

  /** Makes the tokens, once Redis is up. */
  Tokens tokens() {
    awaitRedis("up");
    return new Tokens();
  }

  void awaitRedis(String status) {
    awaitRedis(gateway, status);
  }

  static void awaitRedis(GatewayProcess gateway, String status) {
    Await.until("Redis is " + status, SOON, () -> redisStatus(gateway).equals(status));
  }

  static String redisStatus(GatewayProcess gateway) {
    return gateway
        .management()
        .get("/health/ready")
        .json()
        .at("/dependencies/redis/status")
        .asText();
  }

  double metric(String name) {
    return Scrape.sum(gateway.management(), name);
  }

  /** The value that Redis has for a token, read without the gateway; empty if it has no value. */
  String inRedis(String token) {
    return ask("GET", key(token));
  }

  static String key(String token) {
    return SharedServers.redis().keyPrefix() + "token:" + Jwt.claims(token).path("jti").asText();
  }

  String ask(String command, String... arguments) {
    try (RedisCommands commands = new RedisCommands(redis.uri())) {
      return commands.ask(command, arguments);
    } catch (Exception e) {
      throw new IllegalStateException(command, e);
    }
  }

  /** Good and revoked tokens, used before on this node, or never used on any node. */
  final class Tokens {

    final Campaign campaign = fixtures.campaign();
    final Credential credential = fixtures.credential("lead_receiver");
    final String used = fixtures.token(credential);
    final String revokedAndUsed = fixtures.token(credential);
    final String revoked = fixtures.token(credential);
    private final List<String> unused = new ArrayList<>();

    private Tokens() {
      for (int i = 0; i < 5; i++) {
        unused.add(fixtures.token(credential));
      }
      assertThat(post(used)).isEqualTo(201);
      assertThat(post(revokedAndUsed)).isEqualTo(201);
      for (String token : List.of(revokedAndUsed, revoked)) {
        assertThat(inRedis(token)).isEqualTo("live");
      }
      // One statement revokes both tokens, so both revocations come into force together.
      fixtures.change(
          "INSERT INTO revoked_token (jti, expires_at)"
              + " SELECT unnest(ARRAY[?, ?]::uuid[]), now() + interval '1 hour'",
          Jwt.claims(revokedAndUsed).path("jti").asText(),
          Jwt.claims(revoked).path("jti").asText());
      Await.until("the revocation is in force", SOON, () -> post(revokedAndUsed) == 401);
    }

    int post(String token) {
      return vendor(token).post(campaign.leads(), LEAD).status();
    }

    Http vendor(String token) {
      return gateway.api().bearer(token);
    }

    /** A good token that Redis knew before the trouble and this node never saw. */
    String nextUnused() {
      return unused.removeLast();
    }

    /** A good token that neither the node nor Redis has seen, signed with the gateway's key. */
    String stranger() {
      return Jwt.copyOf(used).withFreshId().signed();
    }

    /** Asserts that good tokens are taken and revoked tokens refused, whatever Redis does. */
    void assertVendorsNoticeNothing() {
      String issued = fixtures.token(credential);
      for (String good : List.of(used, nextUnused(), stranger(), issued, used)) {
        assertThat(post(good)).isEqualTo(201);
      }
      assertThat(post(revokedAndUsed)).isEqualTo(401);
      assertThat(post(revoked)).isEqualTo(401);
    }

    /** Asserts that the gateway uses Redis again without a restart. */
    void assertRedisIsUsedAgain() {
      awaitRedis("up");
      assertVendorsNoticeNothing();
      String issued = fixtures.token(credential);
      Await.until("Redis has a token that is issued", SOON, () -> isInRedis(issued));
      String forgotten = stranger();
      assertThat(post(forgotten)).isEqualTo(201);
      Await.until("a token that Redis did not know is put back", SOON, () -> isInRedis(forgotten));
    }

    private boolean isInRedis(String token) {
      return inRedis(token).equals("live");
    }
  }

  @Override
  public void close() {
    gateway.close();
    redis.close();
    database.close();
  }
}
