package io.leadgate.token.issue;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Actor;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Credential;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.StorageAway;
import io.leadgate.store.Change;
import io.leadgate.store.RevokedTokens;
import io.leadgate.token.check.TokenCache;
import io.leadgate.token.check.TokenVerifier;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a client may do with a token: look at it (RFC 7662) and end it (RFC 7009), where it is its
 * own. Another's is to it like one that never was. Belongs to one verticle.
 */
public final class OwnTokens {

  private static final Duration FULL_RETRY_AFTER = Duration.ofMinutes(1);

  private final TokenVerifier verifier;
  private final TokenCache cache;
  private final Supplier<Catalog> catalog;
  private final RevokedTokens revokedTokens;

  public OwnTokens(
      TokenVerifier verifier,
      TokenCache cache,
      Supplier<Catalog> catalog,
      RevokedTokens revokedTokens) {
    this.verifier = verifier;
    this.cache = cache;
    this.catalog = catalog;
    this.revokedTokens = revokedTokens;
  }

  Future<TokenResult> introspect(Credential client, String jwt) {
    return own(client, jwt)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(new TokenResult.Inactive())
                    : cache
                        .revoked(found.get())
                        .map(revoked -> worth(found.get(), revoked.orElse(false))));
  }

  /** What stands behind it is looked at last, when everything else has answered. */
  private TokenResult worth(AccessToken token, boolean revokedInRedis) {
    return revokedInRedis || hasEnded(token)
        ? new TokenResult.Inactive()
        : new TokenResult.Active(token);
  }

  /** Fails with {@link StorageAway} where Postgres does. */
  Future<TokenResult> revoke(Credential client, String jwt, Actor actor) {
    return own(client, jwt)
        .compose(
            found ->
                // Not by this node's memory, which a fail-over may have made wrong.
                found.isEmpty()
                    ? Future.succeededFuture(new TokenResult.Revoked())
                    : revoke(found.get(), actor));
  }

  private Future<TokenResult> revoke(AccessToken token, Actor actor) {
    return revokedTokens
        .add(token, actor)
        .compose(
            change ->
                change instanceof Change.InForce
                    // In force already; Redis only lets nodes refuse it earlier.
                    ? cache
                        .putRevoked(token.jti(), token.expiresAt())
                        .transform(put -> Future.succeededFuture(new TokenResult.Revoked()))
                    : Future.succeededFuture(
                        new TokenResult.Refused(
                            OAuthError.RATE_LIMITED,
                            "Too many tokens of this client are revoked and would still live.",
                            FULL_RETRY_AFTER)));
  }

  private boolean hasEnded(AccessToken token) {
    return catalog.get().judge(token) instanceof AuthResult.Rejected;
  }

  /** One that this gateway has signed for this client, and that has not run out. */
  private Future<Optional<AccessToken>> own(Credential client, String jwt) {
    return verifier
        .verify(jwt)
        .map(
            verdict ->
                switch (verdict) {
                  case AuthResult.Rejected rejected -> Optional.empty();
                  case AccessToken token ->
                      Optional.of(token)
                          .filter(signed -> signed.clientId().equals(client.clientId()));
                });
  }
}
