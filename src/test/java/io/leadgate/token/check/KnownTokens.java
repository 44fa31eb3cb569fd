package io.leadgate.token.check;

import io.leadgate.catalog.Catalog;
import io.leadgate.config.Settings;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Scope;
import io.leadgate.redis.RedisCalls;
import io.leadgate.support.Jwt;
import io.leadgate.support.MinimalSettings;
import io.leadgate.support.SharedServers;
import io.leadgate.telemetry.DependencyStates;
import io.leadgate.telemetry.EventLog;
import io.leadgate.telemetry.Metrics;
import io.leadgate.telemetry.Telemetry;
import io.netty.util.AsciiString;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A node with some thousand credentials that has checked a token of each credential. The node is
 * wired as in the gateway, on a real Redis. Requests carry the tokens in use in turn: a few tokens
 * stay in the caches of a processor core, and all of the tokens do not.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class KnownTokens {

  private static final int CREDENTIALS = 4096;
  private static final AsciiString AUTHORIZATION = AsciiString.cached("Authorization");

  private final InstantSource clock = InstantSource.system();
  private final Vertx vertx = Vertx.vertx();
  private final Metrics metrics = new Metrics();
  private final Telemetry telemetry =
      Telemetry.all(new DependencyStates(clock), metrics, new EventLog());
  private final Settings settings = settings();
  private final RedisCalls redis = new RedisCalls(vertx, settings.redis(), telemetry);
  private final TokenVerifier verifier = new TokenVerifier(vertx, settings.token(), clock);
  private final byte[][] authorizations = new byte[CREDENTIALS][];
  private int next;

  @Param({"64", "4096"})
  int inUse;

  @SuppressWarnings("NullAway.Init") // Set in verifyEach(), before the first call.
  private Authenticate authenticate;

  private static Settings settings() {
    return MinimalSettings.with(
        SharedServers.redis().uri(),
        Map.of("LEADGATE_REDIS_KEY_PREFIX", SharedServers.redis().keyPrefix()));
  }

  /** Verifies each token by signature and Redis, as its first request would. */
  @Setup
  public void verifyEach() throws Exception {
    List<Credential> credentials = Stream.generate(this::credential).limit(CREDENTIALS).toList();
    AtomicReference<Catalog> catalog = new AtomicReference<>(catalog(credentials));
    authenticate =
        new Authenticate(
            verifier,
            new TokenCache(settings.token().cacheMax(), redis, clock),
            catalog::get,
            clock,
            telemetry);
    Context context = vertx.getOrCreateContext();
    for (int i = 0; i < CREDENTIALS; i++) {
      authorizations[i] =
          ("Bearer " + token(credentials.get(i))).getBytes(StandardCharsets.US_ASCII);
      Promise<AuthResult> checked = Promise.promise();
      MultiMap headers = headers(authorizations[i]);
      context.runOnContext(
          go -> authenticate.authenticate(headers, Scope.LEAD_RECEIVER).onComplete(checked));
      AuthResult result =
          checked.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      if (!(result instanceof AuthResult.Authenticated)) {
        throw new IllegalStateException(result.toString());
      }
    }
  }

  private Credential credential() {
    return new Credential(
        UUID.randomUUID(),
        "A vendor",
        Set.of(Scope.values()),
        true,
        Optional.empty(),
        false,
        0,
        clock.instant(),
        Optional.empty(),
        Stream.generate(this::secret).limit(2).toList());
  }

  private Credential.Secret secret() {
    return new Credential.Secret(
        UUID.randomUUID(), new byte[32], clock.instant(), Optional.empty());
  }

  /** A catalogue with as many revoked tokens as valid tokens. */
  private Catalog catalog(List<Credential> credentials) {
    Map<UUID, Credential> byId = new HashMap<>();
    Map<UUID, Instant> revoked = new HashMap<>();
    for (Credential credential : credentials) {
      byId.put(credential.clientId(), credential);
      revoked.put(UUID.randomUUID(), clock.instant().plusSeconds(3600));
    }
    return new Catalog(1, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), byId, revoked);
  }

  private static String token(Credential credential) {
    return Jwt.issued(
            credential.clientId(), credential.secrets().getLast().id(), credential.epoch())
        .signed();
  }

  MultiMap nextHeaders() {
    next = next + 1 == inUse ? 0 : next + 1;
    return headers(authorizations[next]);
  }

  /** Makes new strings, as the server's decoder does. */
  private static MultiMap headers(byte[] authorization) {
    return HttpHeaders.headers()
        .add(HttpHeaders.HOST, new String(authorization, 0, 16, StandardCharsets.ISO_8859_1))
        .add(HttpHeaders.CONTENT_TYPE, "application/json")
        .add(HttpHeaders.CONTENT_LENGTH, "500")
        .add(
            new AsciiString(AUTHORIZATION.array(), true),
            new String(authorization, StandardCharsets.ISO_8859_1));
  }

  Authenticate authenticate() {
    return authenticate;
  }

  TokenVerifier verifier() {
    return verifier;
  }

  @TearDown
  public void close() throws Exception {
    redis
        .close()
        .transform(closed -> vertx.close())
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
    metrics.close();
  }
}
