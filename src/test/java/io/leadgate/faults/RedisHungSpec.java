package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.RedisServer;
import io.leadgate.support.process.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Makes Redis, or a proxy before Redis, take connections and bytes and never answer. */
@Tag("faults")
class RedisHungSpec {

  private static final RedisServer REDIS = RedisServer.startTemporary();
  private static final TcpProxy PROXY = TcpProxy.before(REDIS.port());
  private static final RedisNode NODE = RedisNode.behind(PROXY, REDIS);

  private final RedisNode.Tokens tokens = NODE.tokens();

  @AfterEach
  void mend() {
    REDIS.thaw();
    PROXY.forwardNew();
  }

  @AfterAll
  static void stop() {
    NODE.close();
    PROXY.close();
  }

  @Test
  void vendorsDoNotNoticeAHungRedis() {
    REDIS.freeze();
    tokens.assertVendorsNoticeNothing();
    NODE.awaitRedis("down");
    tokens.assertVendorsNoticeNothing();
    REDIS.thaw();

    tokens.assertRedisIsUsedAgain();
  }

  @Test
  void gatewayReplacesConnectionsThatHangForGood() {
    PROXY.swallow();
    List<CompletableFuture<Answer>> postsOfStrangers =
        Stream.generate(() -> tokens.vendor(tokens.stranger()))
            .limit(50)
            .map(vendor -> vendor.postAsync(tokens.campaign.leads(), LEAD))
            .toList();
    assertThat(postsOfStrangers)
        .extracting(CompletableFuture::join)
        .allMatch(answer -> answer.status() == 201);
    NODE.awaitRedis("down");
    tokens.assertVendorsNoticeNothing();
    PROXY.forwardNew();

    tokens.assertRedisIsUsedAgain();
    assertThat(NODE.gateway().standardError().lines()).noneMatch(line -> line.contains("ERROR"));
  }

  /** Were each post to wait for Redis by itself, all posts together would take at least 25 s. */
  @Test
  void gatewayWaitsForAHungRedisOnceAndNotForEachToken() {
    PROXY.swallow();
    NODE.awaitRedis("down");
    long began = System.nanoTime();

    assertThat(IntStream.range(0, 100).map(i -> tokens.post(tokens.stranger()))).containsOnly(201);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
  }

  @Test
  void gatewayStartsWhileRedisHangsAndFindsItLater() {
    PROXY.swallow();
    try (GatewayProcess second = NODE.startNode()) {
      Http vendor = second.api().bearer(NODE.fixtures().token(tokens.credential));

      assertThat(vendor.post(tokens.campaign.leads(), LEAD).status()).isEqualTo(201);
      assertThat(RedisNode.redisStatus(second)).isEqualTo("down");
      PROXY.forwardNew();
      RedisNode.awaitRedis(second, "up");
    }
  }
}
