package io.leadgate.token.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
 * Gives whoever asks again within a while the token that it got before, on every node: many clients
 * fetch one for each lead, and each new one would have to be remembered for an hour. The nodes
 * share the seeds of tokens through Redis and never a token, so that who can read Redis has none;
 * without Redis each node has its own. Belongs to one verticle.
 */
public final class TokenReuse {

  private static final int TOKENS_MAX = 100_000;
  private static final String NOTHING = "";

  /** Compares and sets, as one. */
  private static final String OFFER =
      """
      local there = redis.call('GET', KEYS[1])
      if there and there ~= ARGV[1] then return there end
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      return ARGV[2]\
      """;

  /** How far the clock of another node may be ahead of this one's. */
  private static final Duration SKEW_MAX = Duration.ofSeconds(5);

  private final TokenIssuer issuer;
  private final Duration window;
  private final TokenCache cache;
  private final RedisCalls redis;
  private final Predicate<UUID> isRevoked;
  private final InstantSource clock;
  private final Cache<Grant, Signed> tokens;

  /** One at a time for each grant, however many ask. */
  private final Map<Grant, Future<Signed>> underWay = new HashMap<>();

  /**
   * @param window how long after a token was made it is given again; 0 for never
   * @param isRevoked of the id of a token
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

  /** Never fails: what Redis does not say, this node decides. */
  Future<Signed> token(Grant grant) {
    if (window.isZero()) {
      return made(grant, issuer.newSeed());
    }
    Signed known = tokens.getIfPresent(grant);
    if (known != null && isUsable(known.seed())) {
      return Future.succeededFuture(known);
    }
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
   * The first node that offers a seed has its way. One that is of no use any more is offered
   * against in the same way: who comes second takes what the first has put in its place.
   */
  private Future<Signed> agree(Grant grant) {
    Seed own = issuer.newSeed();
    return offer(grant, own, NOTHING)
        .compose(
            there ->
                usable(there).isPresent()
                    ? Future.succeededFuture(there)
                    : offer(grant, own, there))
        .compose(
            there ->
                usable(there)
                    .filter(seed -> !seed.equals(own))
                    .map(seed -> Future.succeededFuture(issuer.sign(grant, seed)))
                    .orElseGet(() -> made(grant, own)))
        .recover(away -> made(grant, own));
  }

  private Optional<Seed> usable(String text) {
    return Seed.parse(text).filter(this::isUsable);
  }

  /** What is there now: the own seed, where what was expected was there or nothing was. */
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

  /** A new one goes into the token cache too; without Redis it is as good. */
  private Future<Signed> made(Grant grant, Seed seed) {
    Signed signed = issuer.sign(grant, seed);
    return cache
        .putLive(seed.jti(), seed.expiresAt())
        .transform(put -> Future.succeededFuture(signed));
  }

  /** Ids alone: none of them is a secret. */
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
