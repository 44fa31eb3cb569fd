package io.leadgate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.MinimalSettings;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.RedisServer;
import io.leadgate.support.process.TcpProxy;
import io.leadgate.telemetry.Dependency;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls a Redis that answers, hangs, hangs up, or answers with errors. */
@Tag("faults")
class RedisCallsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Event UP = new Event.DependencyUp(Dependency.REDIS);
  private static final RedisServer REDIS = RedisServer.startTemporary();

  private final TcpProxy proxy = TcpProxy.before(REDIS.port());
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final RedisCalls calls =
      new RedisCalls(
          vertx,
          MinimalSettings.with(
                  "redis://127.0.0.1:" + proxy.port(), Map.of("LEADGATE_REDIS_TIMEOUT", "1s"))
              .redis(),
          events::add);

  @BeforeEach
  void awaitRedis() {
    awaitAnswers();
    events.clear();
  }

  @AfterEach
  void closeCalls() {
    calls.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    proxy.close();
  }

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  private Future<?> get() {
    return calls.send(Request.cmd(Command.GET).arg("any"));
  }

  private static boolean succeeds(Future<?> call) {
    try {
      call.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      return true;
    } catch (Exception failed) {
      return false;
    }
  }

  private void awaitAnswers() {
    Await.until(
        "Redis answers",
        SOON,
        () -> {
          calls.ping();
          return succeeds(get());
        });
  }

  @Test
  void hangCostsOneDeadlineThenCallsFailAtOnce() {
    proxy.swallow();
    assertThat(succeeds(get())).isFalse();
    Await.until("Redis is known to be away", SOON, () -> !events.isEmpty());

    long began = System.nanoTime();
    assertThat(IntStream.range(0, 100).filter(i -> succeeds(get()))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    proxy.forwardNew();
    awaitAnswers();
    assertThat(events).containsExactly(new Event.DependencyDown(Dependency.REDIS, "Timeout"), UP);
  }

  @Test
  void longHangLeavesRoomForNewConnections() {
    proxy.swallow();
    Await.until(
        "more logins hang than there may be connections",
        SOON,
        this::hasTriedMoreOftenThanTheBound);
    proxy.forwardNew();

    awaitAnswers();
  }

  private boolean hasTriedMoreOftenThanTheBound() {
    calls.ping();
    return proxy.swallowed() > 10;
  }

  @Test
  void callsPastTheClientsBoundFailWithoutADownEvent() {
    Promise<List<Future<?>>> sent = Promise.promise();
    // The single event loop sends all calls before it can read an answer.
    vertx.runOnContext(
        now -> sent.complete(Stream.<Future<?>>generate(this::get).limit(5_000).toList()));
    List<Future<?>> many = sent.future().toCompletionStage().toCompletableFuture().join();

    assertThat(many.stream().filter(RedisCallsTest::succeeds)).hasSize(1_024);
    assertThat(succeeds(get())).isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void endedConnectionIsReplaced() throws Exception {
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      redis.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
    Await.until("Redis is up again without a call", SOON, () -> events.contains(UP));

    assertThat(succeeds(get())).isTrue();
    assertThat(events)
        .containsExactly(new Event.DependencyDown(Dependency.REDIS, "ConnectionClosed"), UP);
  }

  /** The connections end like behind a proxy that hangs up on an unknown command. */
  @Test
  void shortLivedConnectionIsReplacedAfterAPause() throws Exception {
    long began = System.nanoTime();
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      for (int i = 1; i <= 3; i++) {
        int ups = i;
        redis.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        Await.until("Redis is up again", SOON, () -> count(UP) >= ups);
      }
    }

    // There are two pauses of a second, because the first connection may have lived for long.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1_900));
  }

  private long count(Event event) {
    return events.stream().filter(event::equals).count();
  }

  @Test
  void errorReplyCountsAsAnAnswer() {
    Future<?> refused = calls.send(Request.cmd(Command.create("NONSENSE")).arg("a-secret"));

    assertThat(succeeds(refused)).isFalse();
    assertThat(succeeds(get())).isTrue();
    assertThat(events).containsExactly(new Event.RedisRefused("ERR"));
  }

  @Test
  void errorReplyToPingMeansRedisIsAway() throws Exception {
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      redis.ask("CONFIG", "SET", "requirepass", "another");
      redis.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      Await.until("Redis is away", SOON, () -> !events.isEmpty());
      calls.ping();
      assertThat(succeeds(get())).isFalse();
      redis.ask("CONFIG", "SET", "requirepass", "");
    }

    awaitAnswers();
    assertThat(events).hasSize(2).endsWith(UP);
  }
}
