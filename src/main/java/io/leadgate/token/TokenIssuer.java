package io.leadgate.token;

import io.leadgate.config.Settings;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Scope;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;

/** Makes and signs access tokens with the first key of the ring. Belongs to one verticle. */
final class TokenIssuer {

  static final long LIFETIME_SECONDS = 3600;

  private final SigningKey key;
  private final String issuer;
  private final String audience;
  private final InstantSource clock;

  /** A token and what must be known to remember it. */
  record Signed(String jwt, UUID jti, Instant expiresAt) {}

  TokenIssuer(Vertx vertx, Settings.Token settings, InstantSource clock) {
    this.key = SigningKey.of(vertx, settings.ring().getFirst());
    this.issuer = settings.issuer();
    this.audience = settings.audience();
    this.clock = clock;
  }

  Signed sign(Credential credential, UUID secretId, Set<Scope> scopes) {
    Instant issuedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = issuedAt.plusSeconds(LIFETIME_SECONDS);
    UUID jti = UUID.randomUUID();
    JsonObject claims =
        new JsonObject()
            .put("iss", issuer)
            .put("aud", audience)
            .put("sub", credential.clientId().toString())
            .put("scope", Scope.formatList(scopes))
            .put("jti", jti.toString())
            .put("iat", issuedAt.getEpochSecond())
            .put("exp", expiresAt.getEpochSecond())
            .put("sid", secretId.toString())
            .put("epoch", credential.epoch());
    JWTOptions options =
        new JWTOptions()
            .setAlgorithm(SigningKey.ALGORITHM)
            .setHeader(new JsonObject().put("kid", key.kid()));
    return new Signed(key.auth().generateToken(claims, options), jti, expiresAt);
  }
}
