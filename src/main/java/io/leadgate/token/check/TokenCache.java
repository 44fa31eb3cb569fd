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
 * Remembers valid tokens: in a bounded cache of this node, and in the Redis token cache that all
 * nodes share. A hit saves the verification of the signature and the call to Redis, but never the
 * check of the credential. Redis can refuse a token early and never admits a token, because only
 * verified tokens enter the cache. Thread-safe.
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

  /**
   * A token that this node verified before and that may have expired since; null for an unknown
   * token.
   */
  public @Nullable AccessToken local(String jwt) {
    return local.getIfPresent(jwt);
  }

  public void keepLocal(String jwt, AccessToken token) {
    local.put(jwt, token);
  }

  /**
   * Whether the token is revoked according to Redis; empty while Redis is unreachable. A token that
   * Redis does not know (after a loss of data) is put back.
   */
  public Future<Optional<Boolean>> revoked(AccessToken token) {
    return redis
        .send(Request.cmd(Command.GET).arg(key(token.jti())))
        .map(
            answer -> {
              if (answer == null) {
                putLive(token.jti(), token.endsAt());
              }
              return Optional.of(answer != null && answer.toString().equals(REVOKED));
            })
        .otherwise(away -> Optional.empty());
  }

  /**
   * Whether Redis knows that a token is revoked. A node that revokes a token tells Redis before it
   * answers, so Redis knows earlier than the catalogue of another node. False while Redis is
   * unreachable.
   */
  public Future<Boolean> isRevoked(UUID jti) {
    return redis
        .send(Request.cmd(Command.GET).arg(key(jti)))
        .map(answer -> answer != null && answer.toString().equals(REVOKED))
        .otherwise(false);
  }

  /** Puts a live token only if Redis has no entry, because a concurrent revocation must stay. */
  public Future<Void> putLive(UUID jti, Instant expiresAt) {
    return redis.send(set(jti, LIVE, expiresAt).arg("NX")).mapEmpty();
  }

  /** Puts a revocation in place of any entry, so that every node refuses the token. */
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
