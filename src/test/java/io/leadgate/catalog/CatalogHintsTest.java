package io.leadgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.redis.RedisCalls;
import io.leadgate.support.MinimalSettings;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.RedisServer;
import io.leadgate.support.process.TcpProxy;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests hints without the poll, because the poll would hide a lost hint. */
@Tag("faults")
class CatalogHintsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final long PING_MILLIS = 1_000;
  private static final int HINTS = 1_000;
  private static final Pattern AGE = Pattern.compile(" age=(\\d+) ");
  private static final Pattern ID = Pattern.compile("id=(\\d+) ");
  private static final RedisServer REDIS = RedisServer.startTemporary();

  private final Vertx vertx = Vertx.vertx();
  private final RedisCalls calls = calls(REDIS.port());

  /** Connects to Redis, with a ping each second as in the gateway. */
  private RedisCalls calls(int port) {
    return calls(port, Map.of());
  }

  private RedisCalls calls(int port, Map<String, String> environment) {
    RedisCalls made =
        new RedisCalls(
            vertx,
            MinimalSettings.with("redis://127.0.0.1:" + port, environment).redis(),
            event -> {});
    vertx.setPeriodic(0, PING_MILLIS, id -> made.ping());
    return made;
  }

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void listenerHearsHintsAgainAfterItsConnectionIsLost() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    CatalogHints listener = new CatalogHints(vertx, calls);
    CatalogHints teller = new CatalogHints(vertx, calls);
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      vertx.runOnContext(now -> listener.listen(heard::incrementAndGet));
      Await.until("the listener hears hints", SOON, () -> heardAfter(teller, heard));

      assertThat(redis.ask("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo("1");
      int before = heard.get();
      Await.until(
          "the listener hears hints again",
          SOON,
          () -> heardAfter(teller, heard) && heard.get() > before);
    } finally {
      vertx.runOnContext(now -> listener.close());
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void listenerHearsHintsAgainAfterItsConnectionHangs() {
    AtomicInteger heard = new AtomicInteger();
    try (TcpProxy proxy = TcpProxy.before(REDIS.port())) {
      CatalogHints listener = new CatalogHints(vertx, calls(proxy.port()));
      CatalogHints teller = new CatalogHints(vertx, calls);
      vertx.runOnContext(now -> listener.listen(heard::incrementAndGet));
      Await.until("the listener hears hints", SOON, () -> heardAfter(teller, heard));
      proxy.swallowOld();
      int before = heard.get();

      Await.until(
          "the listener hears hints again",
          SOON,
          () -> heardAfter(teller, heard) && heard.get() > before);
      vertx.runOnContext(now -> listener.close());
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** A push that comes between a probe and its answer is heard, and the answer does no harm. */
  @Test
  void thousandHintsWithProbesBetweenThemAreAllHeard() {
    AtomicInteger heard = new AtomicInteger();
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    CatalogHints listener = new CatalogHints(vertx, calls, 1);
    CatalogHints teller = new CatalogHints(vertx, calls);
    vertx.exceptionHandler(thrown::add);
    Context context = vertx.getOrCreateContext();
    try {
      context.runOnContext(now -> listener.listen(heard::incrementAndGet));
      Await.until("the listener hears hints", SOON, () -> heardAfter(teller, heard));
      int before = heard.get();
      AtomicInteger told = new AtomicInteger();
      context.runOnContext(
          now ->
              vertx.setPeriodic(
                  1,
                  id -> {
                    teller.tell(told.incrementAndGet());
                    if (told.get() == HINTS) {
                      vertx.cancelTimer(id);
                    }
                  }));

      Await.until("all are told", SOON, () -> told.get() == HINTS);
      Await.holds(SOON, () -> heard.get() - before >= HINTS || !thrown.isEmpty());
      assertThat(thrown).isEmpty();
      assertThat(heard.get() - before).isGreaterThanOrEqualTo(HINTS);
    } finally {
      vertx.runOnContext(now -> listener.close());
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** The connection is silent for longer than a connection without pings may be. */
  @Test
  void silentConnectionIsKept() throws Exception {
    CatalogHints listener = new CatalogHints(vertx, calls);
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      vertx.runOnContext(now -> listener.listen(() -> {}));
      Await.until("a listener is 7 s old", SOON, () -> listenersAge(redis) >= 7);
    } finally {
      vertx.runOnContext(now -> listener.close());
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void connectionIsKeptThroughAPauseShorterThanTheDeadline() throws Exception {
    CatalogHints listener =
        new CatalogHints(vertx, calls(REDIS.port(), Map.of("LEADGATE_REDIS_TIMEOUT", "9s")));
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      vertx.runOnContext(now -> listener.listen(() -> {}));
      Await.until("the listener is connected", SOON, () -> number(ID, redis) > 0);
      int before = number(ID, redis);

      assertThat(redis.ask("CLIENT", "PAUSE", "3000")).isEqualTo("OK");
      assertThat(number(ID, redis)).isEqualTo(before);
    } finally {
      vertx.runOnContext(now -> listener.close());
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static int listenersAge(RedisCommands redis) {
    return number(AGE, redis);
  }

  /** A number in Redis's list of listeners; 0 without a listener. */
  private static int number(Pattern pattern, RedisCommands redis) {
    try {
      Matcher number = pattern.matcher(redis.ask("CLIENT", "LIST", "TYPE", "pubsub"));
      return number.find() ? Integer.parseInt(number.group(1)) : 0;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells a hint, and returns whether the listener hears this hint or an earlier hint. */
  private boolean heardAfter(CatalogHints teller, AtomicInteger heard) {
    int before = heard.get();
    vertx.runOnContext(now -> teller.tell(1));
    return Await.holds(Duration.ofSeconds(1), () -> heard.get() > before);
  }
}
