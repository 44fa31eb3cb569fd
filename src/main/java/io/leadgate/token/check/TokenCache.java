package io.leadgate.token.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leadgate.domain.AccessToken;
import io.leadgate.redis.RedisCalls;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good: this node's own bounded cache before the Redis token cache that all
 * nodes share. A hit spares the signature and Redis; it never spares the look at the credential.
 * Redis can refuse a token early, but it lets nobody in: only verified tokens are ever put in here.
 * Shared by all verticles.
 */
public final class TokenCache {

  private static final String LIVE = "live";
  private static final String REVOKED = "revoked";

  private final Cache<String, AccessToken> local;
  private final RedisCalls redis;
  private final InstantSource clock;

  public TokenCache(int tokensMax, RedisCalls redis, InstantSource clock) {
    this.local =
        Caffeine.newBuilder().maximumSize(tokensMax).expireAfterWrite(AccessToken.LIFETIME).build();
    this.redis = redis;
    this.clock = clock;
  }

  /** A token that this node verified before, which may have expired since; null if it did not. */
  public @Nullable AccessToken local(String jwt) {
    return local.getIfPresent(jwt);
  }

  public void keepLocal(String jwt, AccessToken token) {
    local.put(jwt, token);
  }

  /**
   * Whether Redis knows the token to be revoked; empty where Redis is away. A token that Redis does
   * not know (lost, emptied) is put back.
   */
  public Future<Optional<Boolean>> revoked(AccessToken token) {
    return redis
        .send(Request.cmd(Command.GET).arg(key(token.jti())))
        .map(
            answer -> {
              if (answer == null) {
                putLive(token.jti(), token.expiresAt());
              }
              return Optional.of(answer != null && answer.toString().equals(REVOKED));
            })
        .otherwise(away -> Optional.empty());
  }

  /** Only where there is nothing yet: a revocation that came in between must stay. */
  public Future<Void> putLive(UUID jti, Instant expiresAt) {
    return redis.send(set(jti, LIVE, expiresAt).arg("NX")).mapEmpty();
  }

  /** Whatever is there: no node is to take it for good. */
  public Future<Void> putRevoked(UUID jti, Instant expiresAt) {
    return redis.send(set(jti, REVOKED, expiresAt)).mapEmpty();
  }

  private Request set(UUID jti, String state, Instant expiresAt) {
    return Request.cmd(Command.SET).arg(key(jti)).arg(state).arg("PX").arg(millisUntil(expiresAt));
  }

  private long millisUntil(Instant time) {
    return Math.max(1, Duration.between(clock.instant(), time).toMillis());
  }

  private String key(UUID jti) {
    return redis.key("token:" + jti);
  }
}
