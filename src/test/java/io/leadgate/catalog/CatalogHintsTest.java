package io.leadgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.config.SettingsLoader;
import io.leadgate.redis.RedisCalls;
import io.leadgate.support.Await;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.RedisServer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Hints alone, without the poll that would hide whether they come. */
class CatalogHintsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RedisServer REDIS = RedisServer.startTemporary();

  private final Vertx vertx = Vertx.vertx();
  private final RedisCalls calls =
      new RedisCalls(
          vertx,
          SettingsLoader.load(
                  Map.of(
                      "LEADGATE_POSTGRES_URI",
                      "postgresql://localhost/none",
                      "LEADGATE_REDIS_URI",
                      REDIS.uri(),
                      "LEADGATE_TOKEN_SIGNING_KEYS",
                      "a-key-for-tests-of-more-than-32-bytes"))
              .redis(),
          event -> {});

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void aHintIsHeardByTheOthersAlsoAfterTheConnectionWasLost() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    CatalogHints listener = new CatalogHints(vertx, calls, heard::incrementAndGet);
    CatalogHints teller = new CatalogHints(vertx, calls, () -> {});
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      vertx.runOnContext(now -> listener.listen());
      Await.until("it listens", SOON, () -> heardAfter(teller, heard));

      assertThat(redis.ask("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo("1");
      int before = heard.get();
      Await.until(
          "it listens again", SOON, () -> heardAfter(teller, heard) && heard.get() > before);
    } finally {
      vertx.runOnContext(now -> listener.close());
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** Tells, and whether a telling of this or of an earlier time was heard. */
  private boolean heardAfter(CatalogHints teller, AtomicInteger heard) {
    int before = heard.get();
    vertx.runOnContext(now -> teller.tell(1));
    return Await.holds(Duration.ofSeconds(1), () -> heard.get() > before);
  }
}
