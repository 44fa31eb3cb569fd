package io.leadgate.faults;

import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.FreePort;
import io.leadgate.support.process.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Stops Redis, empties it, restores an old copy, or makes it refuse writes. Vendors get the same
 * answers, and the gateway uses Redis again without a restart.
 */
@Tag("faults")
class RedisTroubleSpec {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern REFUSES =
      Pattern.compile(".*\"redis refuses calls\",\"error\":\"(OOM|READONLY)\"}");
  private static final long BEGAN = System.nanoTime();
  private static final RedisNode NODE = RedisNode.start();

  private final RedisNode.Tokens tokens = NODE.tokens();

  @AfterAll
  static void stop() {
    NODE.close();
  }

  @Test
  void vendorsDoNotNoticeAStoppedRedis() {
    NODE.redis().stop();
    tokens.assertVendorsNoticeNothing();
    NODE.awaitRedis("down");
    tokens.assertVendorsNoticeNothing();
    String whileAway = NODE.fixtures().token(tokens.credential);
    NODE.redis().start();

    tokens.assertRedisIsUsedAgain();
    assertThat(NODE.inRedis(whileAway)).isEmpty();
    assertThat(tokens.post(whileAway)).isEqualTo(201);
    Await.until(
        "the token is put into Redis after its use",
        SOON,
        () -> NODE.inRedis(whileAway).equals("live"));
  }

  /** The node of this test reuses tokens, and so asks Redis for the token that it issued last. */
  @Test
  void tokenOfANodeThatReusesTokensIsIssuedAndAcceptedWithoutRedis() {
    try (RedisServer redis = RedisServer.startTemporary();
        RunningGateway gateway = RunningGateway.start(Map.of("LEADGATE_REDIS_URI", redis.uri()))) {
      Fixtures fixtures = gateway.fixtures();
      Credential credential = fixtures.credential("lead_receiver");
      Campaign campaign = fixtures.campaign();
      redis.stop();
      String token = fixtures.token(credential);

      assertLeadIsAccepted(gateway.api().bearer(token), campaign);
    }
  }

  @Test
  void vendorsDoNotNoticeARestartThatEmptiesRedis() {
    NODE.redis().kill();
    NODE.redis().start();
    assertThat(NODE.inRedis(tokens.revoked)).isEmpty();
    tokens.assertVendorsNoticeNothing();

    tokens.assertRedisIsUsedAgain();
  }

  @Test
  void vendorsDoNotNoticeAFlushOfRedis() {
    NODE.ask("FLUSHALL");
    assertThat(NODE.inRedis(tokens.revoked)).isEmpty();
    tokens.assertVendorsNoticeNothing();

    assertThat(RedisNode.redisStatus(NODE.gateway())).isEqualTo("up");
    tokens.assertRedisIsUsedAgain();
  }

  @Test
  void revokedTokensStayRevokedAfterARestoreOfAnOldCopy() {
    NODE.ask("SAVE");
    NODE.ask("SET", RedisNode.key(tokens.revoked), "revoked");
    NODE.ask("SET", RedisNode.key(tokens.revokedAndUsed), "revoked");
    NODE.redis().kill();
    NODE.redis().start();

    assertThat(NODE.inRedis(tokens.revoked)).isEqualTo("live");
    assertThat(NODE.inRedis(tokens.revokedAndUsed)).isEqualTo("live");
    tokens.assertVendorsNoticeNothing();
    tokens.assertRedisIsUsedAgain();
  }

  @Test
  void vendorsDoNotNoticeARedisThatIsOutOfMemory() {
    double refusals = NODE.metric("leadgate_redis_refusals_total");
    NODE.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
    NODE.ask("CONFIG", "SET", "maxmemory", "1");
    try {
      assertRedisRefusesAndIsUp(refusals);
    } finally {
      NODE.ask("CONFIG", "SET", "maxmemory", "0");
    }
    tokens.assertRedisIsUsedAgain();
  }

  @Test
  void vendorsDoNotNoticeARedisThatIsAReadOnlyReplica() {
    double refusals = NODE.metric("leadgate_redis_refusals_total");
    NODE.ask("REPLICAOF", "127.0.0.1", Integer.toString(FreePort.find()));
    try {
      assertRedisRefusesAndIsUp(refusals);
    } finally {
      NODE.ask("REPLICAOF", "NO", "ONE");
    }
    tokens.assertRedisIsUsedAgain();
  }

  private void assertRedisRefusesAndIsUp(double refusalsBefore) {
    tokens.assertVendorsNoticeNothing();
    String unknown = tokens.stranger();
    assertThat(tokens.post(unknown)).isEqualTo(201);

    Await.until(
        "the refusals are counted",
        SOON,
        () -> NODE.metric("leadgate_redis_refusals_total") >= refusalsBefore + 3);
    assertThat(RedisNode.redisStatus(NODE.gateway())).isEqualTo("up");
    assertThat(NODE.inRedis(unknown)).isEmpty();
    assertThat(NODE.gateway().standardError().lines().filter(REFUSES.asMatchPredicate()))
        .hasSizeBetween(1, 1 + (int) sinceStart().toMinutes());
  }

  /** Counts minutes, because the log line comes at most about once a minute. */
  private static Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - BEGAN);
  }
}
