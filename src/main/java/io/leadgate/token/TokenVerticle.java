package io.leadgate.token;

import io.leadgate.bus.TokenDesk;
import io.leadgate.catalog.Catalog;
import io.leadgate.config.Settings;
import io.leadgate.domain.Credential;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Scope;
import io.leadgate.domain.TokenRequest;
import io.leadgate.domain.TokenResult;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Issues tokens to credentials and puts them into the Redis token cache. Reads no database: a
 * credential's state is in memory, and its secret is a random one that a plain hash protects.
 */
public final class TokenVerticle extends VerticleBase {

  private static final String REFUSED = "The client id or the client secret is not valid.";

  private final TokenDesk desk;
  private final Settings.Token settings;
  private final Supplier<Catalog> catalog;
  private final TokenCache cache;
  private final InstantSource clock;
  private final Telemetry telemetry;

  @SuppressWarnings("NullAway.Init") // Set in start(), before the first request.
  private TokenIssuer issuer;

  public TokenVerticle(
      TokenDesk desk,
      Settings.Token settings,
      Supplier<Catalog> catalog,
      TokenCache cache,
      InstantSource clock,
      Telemetry telemetry) {
    this.desk = desk;
    this.settings = settings;
    this.catalog = catalog;
    this.cache = cache;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  @Override
  public Future<?> start() {
    issuer = new TokenIssuer(vertx, settings, clock);
    return desk.serve(request -> issue(request).onSuccess(this::count)).completion();
  }

  private Future<TokenResult> issue(TokenRequest request) {
    byte[] hash = request.secret().sha256();
    Optional<Credential> credential = clientId(request).flatMap(catalog.get()::credential);
    Optional<UUID> secretId = credential.flatMap(known -> known.matchSecret(hash));
    if (credential.isEmpty() || secretId.isEmpty() || !credential.get().enabled()) {
      return refuse(OAuthError.INVALID_CLIENT, REFUSED);
    }
    Optional<Set<Scope>> scopes = scopes(request, credential.get());
    return scopes.isPresent()
        ? sign(credential.get(), secretId.get(), scopes.get())
        : refuse(
            OAuthError.INVALID_SCOPE, "The scope is unknown, or not one of this credential's.");
  }

  private Future<TokenResult> sign(Credential credential, UUID secretId, Set<Scope> scopes) {
    TokenIssuer.Signed signed = issuer.sign(credential, secretId, scopes);
    TokenResult issued = new TokenResult.Issued(signed.jwt(), TokenIssuer.LIFETIME_SECONDS, scopes);
    // Without Redis too: the token's signature and the credential's state are what it stands on.
    return cache
        .putLive(signed.jti(), signed.expiresAt())
        .transform(put -> Future.succeededFuture(issued));
  }

  /** What was asked for, if the credential has it all; everything it has, if nothing was. */
  private static Optional<Set<Scope>> scopes(TokenRequest request, Credential credential) {
    return request
        .scope()
        .map(Scope::parseList)
        .orElse(Optional.of(credential.scopes()))
        .filter(credential.scopes()::containsAll);
  }

  private static Optional<UUID> clientId(TokenRequest request) {
    try {
      return Optional.of(UUID.fromString(request.clientId()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Future<TokenResult> refuse(OAuthError error, String description) {
    return Future.succeededFuture(new TokenResult.Refused(error, description));
  }

  private void count(TokenResult result) {
    telemetry.emit(
        switch (result) {
          case TokenResult.Issued issued -> new Event.TokenIssued();
          case TokenResult.Refused refused -> new Event.TokenRefused(refused.error());
        });
  }
}
