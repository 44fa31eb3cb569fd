package io.leadgate.token.issue;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Actor;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Credential;
import io.leadgate.domain.OAuthError;
import io.leadgate.store.Change;
import io.leadgate.store.RevokedTokens;
import io.leadgate.token.check.TokenCache;
import io.leadgate.token.check.TokenVerifier;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Introspects (RFC 7662) and revokes (RFC 7009) a client's own tokens. The tokens of other clients
 * are treated as unknown tokens. Confined to one event loop.
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

  Future<TokenResult> introspect(Credential client, String jwt, Supplier<Future<Void>> catchUp) {
    return own(client, jwt)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(new TokenResult.Inactive())
                    : cache
                        .revoked(found.get())
                        .compose(revoked -> catchUp.get().map(revoked))
                        .map(revoked -> introspection(found.get(), revoked.orElse(false))));
  }

  /** Asks the catalogue last, after Redis has answered. */
  private TokenResult introspection(AccessToken token, boolean revokedInRedis) {
    return revokedInRedis || hasEnded(token)
        ? new TokenResult.Inactive()
        : new TokenResult.Active(token);
  }

  /**
   * Revokes a token of the client. Fails with {@link io.leadgate.postgres.StorageAway} if Postgres
   * fails.
   */
  Future<TokenResult> revoke(Credential client, String jwt, Actor actor) {
    return own(client, jwt)
        .compose(
            found ->
                // Postgres decides, because a fail-over may have made this node's memory wrong.
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
                    // The revocation is in force. Redis only lets the other nodes refuse the token
                    // earlier.
                    ? cache
                        .putRevoked(token.jti(), token.revokedUntil())
                        .transform(put -> Future.succeededFuture(new TokenResult.Revoked()))
                    : Future.succeededFuture(
                        new TokenResult.Refused(
                            OAuthError.RATE_LIMITED,
                            "Too many revoked tokens of this client have not expired yet.",
                            FULL_RETRY_AFTER)));
  }

  private boolean hasEnded(AccessToken token) {
    return catalog.get().judge(token) instanceof AuthResult.Rejected;
  }

  /** The token, if this gateway has signed it for this client and the token has not expired. */
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
