package io.leadgate.token.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.catalog.Catalog;
import io.leadgate.config.Settings;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Scope;
import io.leadgate.redis.RedisCalls;
import io.leadgate.support.Jwt;
import io.leadgate.support.MinimalSettings;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.RedisServer;
import io.leadgate.telemetry.Event;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests how often a slow Redis is asked for tokens. */
@Tag("faults")
class TokenLookUpTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int LOOKUPS_MAX = 1_000;
  private static final UUID CLIENT = UUID.randomUUID();
  private static final UUID SECRET = UUID.randomUUID();

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final RedisServer server = RedisServer.startTemporary();
  private final AtomicBoolean up = new AtomicBoolean();
  private final Settings settings =
      MinimalSettings.with(server.uri(), Map.of("LEADGATE_REDIS_TIMEOUT", "10s"));
  private final RedisCalls redis =
      new RedisCalls(vertx, settings.redis(), event -> up.set(event instanceof Event.DependencyUp));
  private final Catalog catalog =
      new Catalog(
          1,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(
              CLIENT,
              new Credential(
                  CLIENT,
                  "A vendor",
                  Set.of(Scope.values()),
                  true,
                  Optional.empty(),
                  false,
                  1,
                  Instant.EPOCH,
                  Optional.empty(),
                  List.of(
                      new Credential.Secret(
                          SECRET, new byte[32], Instant.EPOCH, Optional.empty())))),
          Map.of());
  private final Authenticate authenticate =
      new Authenticate(
          new TokenVerifier(vertx, settings.token(), InstantSource.system()),
          new TokenCache(settings.token().cacheMax(), redis, InstantSource.system()),
          () -> catalog,
          InstantSource.system(),
          event -> {});

  @BeforeEach
  void awaitRedis() {
    redis.ping();
    Await.until("Redis is there", SOON, up::get);
  }

  @AfterEach
  void stop() {
    server.thaw();
    redis
        .close()
        .transform(closed -> vertx.close())
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    server.close();
  }

  private static String token() {
    return Jwt.issued(CLIENT, SECRET, 1).signed();
  }

  /** Checks all tokens in one turn of the event loop; each result completes with its check. */
  private List<CompletableFuture<AuthResult>> check(List<String> tokens) {
    List<CompletableFuture<AuthResult>> results =
        tokens.stream().map(token -> new CompletableFuture<AuthResult>()).toList();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    context.runOnContext(
        now -> {
          for (int i = 0; i < results.size(); i++) {
            Future<AuthResult.OfToken> checked =
                authenticate.authenticate(
                    HttpHeaders.headers().add("Authorization", "Bearer " + tokens.get(i)),
                    Scope.LEAD_RECEIVER);
            checked.onSuccess(results.get(i)::complete);
          }
          asked.complete(null);
        });
    asked.join();
    return results;
  }

  private String gets() throws Exception {
    try (RedisCommands commands = new RedisCommands(server.uri())) {
      return commands
          .ask("INFO", "commandstats")
          .replaceAll("(?s).*cmdstat_get:calls=(\\d+),.*", "$1");
    }
  }

  @Test
  void requestsWithOneTokenShareOneLookUp() throws Exception {
    String token = token();
    server.freeze();
    List<CompletableFuture<AuthResult>> checks =
        check(IntStream.range(0, 100).mapToObj(i -> token).toList());
    assertThat(checks).noneMatch(CompletableFuture::isDone);

    server.thaw();
    assertThat(checks)
        .extracting(CompletableFuture::join)
        .allMatch(result -> result instanceof AuthResult.Authenticated);
    assertThat(gets()).isEqualTo("1");
    assertThat(check(List.of(token)).getFirst().join())
        .isInstanceOf(AuthResult.Authenticated.class);
    assertThat(gets()).isEqualTo("1");
  }

  @Test
  void tokensBeyondTheLookUpBoundAreJudgedWithoutRedis() throws Exception {
    List<String> tokens = IntStream.range(0, LOOKUPS_MAX + 2).mapToObj(i -> token()).toList();
    server.freeze();
    List<CompletableFuture<AuthResult>> checks = check(tokens);

    for (CompletableFuture<AuthResult> past : checks.subList(LOOKUPS_MAX, checks.size())) {
      assertThat(past.getNow(new AuthResult.Ambiguous()))
          .isInstanceOf(AuthResult.Authenticated.class);
    }
    assertThat(checks.subList(0, LOOKUPS_MAX)).noneMatch(CompletableFuture::isDone);
    server.thaw();
    assertThat(checks)
        .extracting(CompletableFuture::join)
        .allMatch(result -> result instanceof AuthResult.Authenticated);
    assertThat(gets()).isEqualTo(Integer.toString(LOOKUPS_MAX));
  }
}
