package io.leadgate.token.issue;

import io.leadgate.config.Settings;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Uuids;
import io.leadgate.token.check.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes and signs access tokens with the first key of the ring. Confined to one event loop. */
public final class TokenIssuer {

  private final SigningKey key;
  private final String issuer;
  private final String audience;
  private final InstantSource clock;

  /** The contents that all tokens for a client's secret, epoch and scopes share. */
  record Grant(UUID clientId, UUID secretId, int epoch, Set<Scope> scopes) {}

  /**
   * The contents that differ between the tokens of a grant. An equal key, grant and seed make an
   * equal token on every node.
   */
  record Seed(UUID jti, Instant issuedAt) {
    private static final Pattern SHAPE = Pattern.compile("(\\S{36}) (\\d{1,11})");

    Instant expiresAt() {
      return issuedAt.plus(AccessToken.LIFETIME);
    }

    /** The text by which the nodes share the seed. */
    String format() {
      return jti + " " + issuedAt.getEpochSecond();
    }

    static Optional<Seed> parse(String text) {
      Matcher matcher = SHAPE.matcher(text);
      return matcher.matches()
          ? Uuids.parse(matcher.group(1))
              .map(jti -> new Seed(jti, Instant.ofEpochSecond(Long.parseLong(matcher.group(2)))))
          : Optional.empty();
    }
  }

  /** A token with the seed from which it was made. */
  record Signed(String jwt, Seed seed) {}

  public TokenIssuer(Vertx vertx, Settings.Token settings, InstantSource clock) {
    this.key = SigningKey.of(vertx, settings.ring().getFirst());
    this.issuer = settings.issuer();
    this.audience = settings.audience();
    this.clock = clock;
  }

  Seed newSeed() {
    return new Seed(UUID.randomUUID(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  Signed sign(Grant grant, Seed seed) {
    JsonObject claims =
        new JsonObject()
            .put("iss", issuer)
            .put("aud", audience)
            .put("sub", grant.clientId().toString())
            .put("scope", Scope.formatList(grant.scopes()))
            .put("jti", seed.jti().toString())
            .put("iat", seed.issuedAt().getEpochSecond())
            .put("exp", seed.expiresAt().getEpochSecond())
            .put("sid", grant.secretId().toString())
            .put("epoch", grant.epoch());
    JWTOptions options =
        new JWTOptions()
            .setAlgorithm(SigningKey.ALGORITHM)
            .setHeader(new JsonObject().put("kid", key.kid()));
    return new Signed(key.auth().generateToken(claims, options), seed);
  }
}
