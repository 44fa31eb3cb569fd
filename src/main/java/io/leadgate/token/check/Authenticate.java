package io.leadgate.token.check;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Verdict;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Event.Tier;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Decides whether a request's token grants a scope. The token is looked up in the local cache;
 * otherwise its signature is verified, and then the Redis token cache is asked. The last step is
 * always the state of the credential in the catalogue, so a change of a credential takes effect for
 * cached tokens too, and a stale cache lets no request in. Confined to one event loop.
 */
public final class Authenticate {

  /**
   * The most look-ups in Redis at a time. Further tokens are judged without Redis, because Redis
   * can only refuse a token.
   */
  private static final int LOOKUPS_MAX = 1_000;

  private final TokenVerifier verifier;
  private final TokenCache cache;
  private final Supplier<Catalog> catalog;
  private final InstantSource clock;
  private final Telemetry telemetry;

  /**
   * The look-ups in progress: one look-up for each token, shared by all requests with this token.
   */
  private final Map<String, Future<Verdict>> lookups = new HashMap<>();

  public Authenticate(
      TokenVerifier verifier,
      TokenCache cache,
      Supplier<Catalog> catalog,
      InstantSource clock,
      Telemetry telemetry) {
    this.verifier = verifier;
    this.cache = cache;
    this.catalog = catalog;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /**
   * Decides by the headers of a request. Completes at once if this node already knows the token.
   * Never fails.
   */
  public Future<AuthResult.OfToken> authenticate(MultiMap headers, Scope needed) {
    return switch (PresentedToken.of(headers)) {
      case PresentedToken.None none -> Future.succeededFuture(reject(Tier.NONE, none.why()));
      case PresentedToken.Several several -> Future.succeededFuture(new AuthResult.Ambiguous());
      case PresentedToken.One one -> authenticate(one.jwt(), needed);
    };
  }

  private Future<AuthResult.OfToken> authenticate(String jwt, Scope needed) {
    AccessToken known = cache.local(jwt);
    if (known != null) {
      return Future.succeededFuture(
          clock.instant().isBefore(known.endsAt())
              ? judge(known, needed, Tier.LOCAL)
              : reject(Tier.LOCAL, AuthResult.Rejected.expired(known)));
    }
    return lookUp(jwt)
        .map(
            verdict ->
                switch (verdict) {
                  case AccessToken token -> judge(token, needed, Tier.REDIS);
                  case AuthResult.Rejected rejected ->
                      reject(
                          rejected.reason() == QuarantineReason.REVOKED
                              ? Tier.REDIS
                              : Tier.SIGNATURE,
                          rejected);
                });
  }

  private Future<Verdict> lookUp(String jwt) {
    Future<Verdict> underWay = lookups.get(jwt);
    if (underWay != null) {
      return underWay;
    }
    boolean hasRoom = lookups.size() < LOOKUPS_MAX;
    Future<Verdict> lookup =
        verifier
            .verify(jwt)
            .compose(verdict -> hasRoom ? askRedis(jwt, verdict) : Future.succeededFuture(verdict));
    if (!lookup.isComplete()) {
      lookups.put(jwt, lookup);
      lookup.onComplete(done -> lookups.remove(jwt));
    }
    return lookup;
  }

  private Future<Verdict> askRedis(String jwt, Verdict verdict) {
    return switch (verdict) {
      case AuthResult.Rejected rejected -> Future.succeededFuture(rejected);
      case AccessToken token ->
          cache.revoked(token).map(revoked -> remember(jwt, token, revoked.orElse(false)));
    };
  }

  private Verdict remember(String jwt, AccessToken token, boolean revoked) {
    if (revoked) {
      return AuthResult.Rejected.of(QuarantineReason.REVOKED, token);
    }
    cache.keepLocal(jwt, token);
    return token;
  }

  /**
   * Judges a token again when the body of its request has arrived, because the credential may have
   * changed meanwhile. The expiry was checked when the request began, and is not checked again.
   */
  public AuthResult.OfToken judgeAgain(AuthResult.Authenticated known, Scope needed) {
    return judge(known.token(), needed);
  }

  private AuthResult.OfToken judge(AccessToken token, Scope needed, Tier tier) {
    AuthResult.OfToken result = judge(token, needed);
    boolean good = result instanceof AuthResult.Authenticated;
    telemetry.emit(new Event.TokenChecked(good ? tier : Tier.STATE, good));
    return result;
  }

  /** Judges the token by the credential's state in the catalogue. This step is never skipped. */
  private AuthResult.OfToken judge(AccessToken token, Scope needed) {
    AuthResult.OfToken standing = catalog.get().judge(token);
    return standing instanceof AuthResult.Authenticated && !token.scopes().contains(needed)
        ? AuthResult.Rejected.of(QuarantineReason.INSUFFICIENT_SCOPE, token)
        : standing;
  }

  private AuthResult.OfToken reject(Tier tier, AuthResult.Rejected rejected) {
    telemetry.emit(new Event.TokenChecked(tier, false));
    return rejected;
  }
}
