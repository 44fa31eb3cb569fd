package io.leadgate.token.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Scope;
import io.leadgate.redis.RedisCalls;
import io.leadgate.token.check.TokenCache;
import io.leadgate.token.issue.TokenIssuer.Grant;
import io.leadgate.token.issue.TokenIssuer.Seed;
import io.leadgate.token.issue.TokenIssuer.Signed;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Returns a client's previous token for a while, on every node, because many clients fetch a token
 * for each lead, and each new token would be remembered for an hour. The nodes share the seeds of
 * tokens through Redis but never a token, so that a reader of Redis gains no token. Without Redis
 * each node has its own tokens. Confined to one event loop.
 */
public final class TokenReuse {

  private static final int TOKENS_MAX = 100_000;
  private static final String NOTHING = "";

  /**
   * Compares the stored seed and replaces it in a single step. Returns the seed that is then
   * stored.
   */
  private static final String OFFER =
      """
      local stored = redis.call('GET', KEYS[1])
      if stored and stored ~= ARGV[1] then return stored end
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      return ARGV[2]\
      """;

  /** The most by which another node's clock may be ahead of this node's clock. */
  private static final Duration SKEW_MAX = Duration.ofSeconds(5);

  private final TokenIssuer issuer;
  private final Duration window;
  private final TokenCache cache;
  private final RedisCalls redis;
  private final Predicate<UUID> isRevoked;
  private final InstantSource clock;
  private final Cache<Grant, Signed> tokens;

  /** The agreements in progress: a single agreement for each grant, shared by all callers. */
  private final Map<Grant, Future<Signed>> underWay = new HashMap<>();

  /**
   * @param window the time for which a token is reused; 0 for never
   * @param isRevoked whether the token with this id is revoked
   */
  public TokenReuse(
      TokenIssuer issuer,
      Duration window,
      TokenCache cache,
      RedisCalls redis,
      Predicate<UUID> isRevoked,
      InstantSource clock) {
    this.issuer = issuer;
    this.window = window;
    this.cache = cache;
    this.redis = redis;
    this.isRevoked = isRevoked;
    this.clock = clock;
    this.tokens = Caffeine.newBuilder().maximumSize(TOKENS_MAX).expireAfterWrite(window).build();
  }

  /**
   * Returns a token of the grant. Asks Redis each time whether the token is revoked, because
   * another node may have revoked it a moment ago. Never fails, because without an answer of Redis
   * this node decides alone.
   */
  Future<Signed> token(Grant grant) {
    if (window.isZero()) {
      return signNew(grant, issuer.newSeed());
    }
    Signed known = tokens.getIfPresent(grant);
    if (known == null || !isUsable(known.seed())) {
      return agreed(grant);
    }
    return cache
        .isRevoked(known.seed().jti())
        .compose(revoked -> revoked ? agreed(grant) : Future.succeededFuture(known));
  }

  private Future<Signed> agreed(Grant grant) {
    Future<Signed> asked = underWay.get(grant);
    if (asked != null) {
      return asked;
    }
    Future<Signed> agreed = agree(grant).onSuccess(signed -> tokens.put(grant, signed));
    if (!agreed.isComplete()) {
      underWay.put(grant, agreed);
      agreed.onComplete(done -> underWay.remove(grant));
    }
    return agreed;
  }

  private boolean isUsable(Seed seed) {
    Duration age = Duration.between(seed.issuedAt(), clock.instant());
    return age.compareTo(window) < 0
        && age.compareTo(SKEW_MAX.negated()) > 0
        && !isRevoked.test(seed.jti());
  }

  /**
   * Agrees with the other nodes on one seed for a grant. The first node to store its seed wins, and
   * the other nodes use the winner's seed. An expired or revoked seed is replaced in the same way,
   * by compare-and-set against the old seed.
   */
  private Future<Signed> agree(Grant grant) {
    Seed own = issuer.newSeed();
    return offer(grant, own, NOTHING)
        .compose(
            stored ->
                usable(stored)
                    .compose(
                        seed ->
                            seed.isPresent()
                                ? Future.succeededFuture(seed)
                                : offer(grant, own, stored).compose(this::usable)))
        .compose(
            seed ->
                seed.filter(agreed -> !agreed.equals(own))
                    .map(agreed -> Future.succeededFuture(issuer.sign(grant, agreed)))
                    .orElseGet(() -> signNew(grant, own)))
        .recover(away -> signNew(grant, own));
  }

  private Future<Optional<Seed>> usable(String text) {
    Optional<Seed> stored = Seed.parse(text).filter(this::isUsable);
    return stored.isEmpty()
        ? Future.succeededFuture(stored)
        : cache.isRevoked(stored.get().jti()).map(revoked -> revoked ? Optional.empty() : stored);
  }

  /**
   * Stores this node's seed if Redis has the expected seed or no seed, and returns the seed that is
   * then stored.
   */
  private Future<String> offer(Grant grant, Seed own, String expected) {
    Duration left = Duration.between(clock.instant(), own.issuedAt().plus(window));
    return redis
        .send(
            Request.cmd(Command.EVAL)
                .arg(OFFER)
                .arg(1)
                .arg(key(grant))
                .arg(expected)
                .arg(own.format())
                .arg(Math.max(1, left.toMillis())))
        .map(String::valueOf);
  }

  /**
   * Signs a new token and puts it into the Redis token cache. Without Redis the token is just as
   * valid.
   */
  private Future<Signed> signNew(Grant grant, Seed seed) {
    Signed signed = issuer.sign(grant, seed);
    return cache
        .putLive(seed.jti(), seed.expiresAt().plus(AccessToken.grace(window)))
        .transform(put -> Future.succeededFuture(signed));
  }

  /** The key consists of ids and scopes, which are not secret. */
  private String key(Grant grant) {
    return redis.key(
        "reuse:%s:%s:%d:%s"
            .formatted(
                grant.clientId(),
                grant.secretId(),
                grant.epoch(),
                Scope.formatList(grant.scopes())));
  }
}
