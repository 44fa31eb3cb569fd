package io.leadgate.token.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.config.Settings;
import io.leadgate.redis.RedisCalls;
import io.leadgate.support.MinimalSettings;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.SharedServers;
import io.leadgate.support.process.Await;
import io.leadgate.telemetry.Event;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tests how failed logins are counted, with a clock that the test sets. */
class FailedLoginsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant BEGIN = Instant.parse("2026-03-01T14:05:09Z");
  private static final Vertx VERTX = Vertx.vertx();

  private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
  private final String prefix = SharedServers.redis().keyPrefix() + System.nanoTime() + ":";

  @AfterAll
  static void stop() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private FailedLogins node(int perMinuteMax) {
    Settings settings =
        MinimalSettings.with(
            SharedServers.redis().uri(),
            Map.of(
                "LEADGATE_REDIS_KEY_PREFIX",
                prefix,
                "LEADGATE_LIMITS_FAILED_LOGINS_PER_MINUTE",
                Integer.toString(perMinuteMax)));
    return new FailedLogins(settings.limits(), redis(settings.redis()), now::get, event -> {});
  }

  private static RedisCalls redis(Settings.Redis settings) {
    AtomicBoolean up = new AtomicBoolean();
    RedisCalls redis =
        new RedisCalls(VERTX, settings, event -> up.set(event instanceof Event.DependencyUp));
    redis.ping();
    Await.until("Redis is there", SOON, up::get);
    return redis;
  }

  private static void fail(FailedLogins node, String address, int times) {
    for (int i = 0; i < times; i++) {
      node.add(address);
    }
  }

  @Test
  void theBoundHoldsUntilTheMinuteIsOver() {
    FailedLogins node = node(3);
    fail(node, "198.51.100.7", 2);
    assertThat(node.blockedFor("198.51.100.7")).isEmpty();

    fail(node, "198.51.100.7", 1);
    assertThat(node.blockedFor("198.51.100.7")).contains(Duration.ofSeconds(51));
    assertThat(node.blockedFor("198.51.100.8")).isEmpty();

    now.set(Instant.parse("2026-03-01T14:05:59.500Z"));
    assertThat(node.blockedFor("198.51.100.7")).contains(Duration.ofMillis(500));
    now.set(Instant.parse("2026-03-01T14:06:00Z"));
    assertThat(node.blockedFor("198.51.100.7")).isEmpty();
    fail(node, "198.51.100.7", 2);
    assertThat(node.blockedFor("198.51.100.7")).isEmpty();
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    FailedLogins node = node(2);
    node.add("2001:db8:1:2::1");
    node.add("2001:db8:1:2:ffff:ffff:ffff:ffff");

    assertThat(node.blockedFor("2001:db8:1:2:3::4")).isPresent();
    assertThat(node.blockedFor("2001:db8:1:3::1")).isEmpty();
    assertThat(node.blockedFor("2001:db8::1")).isEmpty();
  }

  private static String ask(RedisCommands redis, String command, String key) {
    try {
      return redis.ask(command, key);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nodesAddUpTheirCounts() {
    FailedLogins one = node(10);
    FailedLogins other = node(10);
    fail(one, "198.51.100.7", 9);
    try (RedisCommands redis = new RedisCommands(SharedServers.redis().uri())) {
      String key = prefix + "failed-logins:c6336407:" + BEGIN.getEpochSecond() / 60;
      Await.until("all are counted", SOON, () -> ask(redis, "GET", key).equals("9"));
      assertThat(Integer.parseInt(ask(redis, "TTL", key))).isBetween(60, 120);
    }
    assertThat(other.blockedFor("198.51.100.7")).isEmpty();

    other.add("198.51.100.7");
    Await.until(
        "the other node knows of them", SOON, () -> other.blockedFor("198.51.100.7").isPresent());
  }

  @Test
  void aBoundOfZeroBlocksNoLogin() {
    FailedLogins node = node(0);
    fail(node, "198.51.100.7", 1_000);

    assertThat(node.blockedFor("198.51.100.7")).isEmpty();
  }
}
