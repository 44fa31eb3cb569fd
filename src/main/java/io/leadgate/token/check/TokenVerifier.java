package io.leadgate.token.check;

import com.fasterxml.jackson.core.JsonFactory;
import io.leadgate.config.Settings;
import io.leadgate.domain.AccessToken;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Uuids;
import io.leadgate.domain.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.DatabindCodec;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Verifies a token by itself: header, signature, claims and times. The state of the credential is
 * checked elsewhere, always after this verification. Confined to one event loop.
 */
public final class TokenVerifier {

  private final Map<String, SigningKey> keys;
  private final String issuer;
  private final String audience;
  private final Duration grace;
  private final InstantSource clock;

  public TokenVerifier(Vertx vertx, Settings.Token settings, InstantSource clock) {
    this.keys =
        settings.ring().stream()
            .map(secret -> SigningKey.of(vertx, secret))
            .collect(Collectors.toMap(SigningKey::kid, key -> key, (first, same) -> first));
    this.issuer = settings.issuer();
    this.audience = settings.audience();
    this.grace = AccessToken.grace(settings.reuse());
    this.clock = clock;
    disableNameInterning();
  }

  /**
   * Changes the shared JSON mapper of Vert.x. vertx-auth-jwt parses the payload of a token with
   * this mapper before it checks the signature, so the mapper would keep strangers' names of any
   * length for later texts.
   */
  @SuppressWarnings("deprecation") // Vert.x makes the mapper and offers no other way.
  private static void disableNameInterning() {
    DatabindCodec.mapper().getFactory().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
  }

  /** Verifies a token. Never fails. */
  public Future<Verdict> verify(String jwt) {
    List<String> parts = List.of(jwt.split("\\.", -1));
    if (parts.size() != 3 || PresentedToken.isMisspelt(jwt)) {
      return Future.succeededFuture(
          AuthResult.Rejected.of(QuarantineReason.MALFORMED_TOKEN, PresentedToken.fault(jwt)));
    }
    Optional<String> kid = TokenHeader.kid(parts.get(0));
    if (kid.isEmpty()) {
      return Future.succeededFuture(
          new AuthResult.Rejected(
              QuarantineReason.MALFORMED_TOKEN,
              claimedClientId(parts.get(1)),
              PresentedToken.fault(jwt),
              false));
    }
    SigningKey key = keys.get(kid.get());
    if (key == null) {
      return reject(QuarantineReason.UNKNOWN_KEY, claimedClientId(parts.get(1)));
    }
    if (hasAnotherSpelling(parts.get(2))) {
      return reject(QuarantineReason.BAD_SIGNATURE, claimedClientId(parts.get(1)));
    }
    try {
      return key.auth()
          .authenticate(new TokenCredentials(jwt))
          .map(this::verifyClaims)
          .otherwise(
              failure ->
                  AuthResult.Rejected.of(
                      QuarantineReason.BAD_SIGNATURE, claimedClientId(parts.get(1))));
    } catch (RuntimeException e) {
      // vertx-auth-jwt reads the times after the signature, and throws if a time is not a number,
      // although it is set to ignore the times.
      return reject(QuarantineReason.MALFORMED_TOKEN, claimedClientId(parts.get(1)));
    }
  }

  /**
   * Whether the signature is not spelled as it was issued: with padding, or with other bits in the
   * unused end of its last character. Each spelling would be an entry of its own in the caches.
   */
  private static boolean hasAnotherSpelling(String signature) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(signature);
      return !Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
    } catch (IllegalArgumentException e) {
      return false; // The verification refuses what is no Base64.
    }
  }

  private static Future<Verdict> reject(QuarantineReason reason, Optional<UUID> claimedClientId) {
    return Future.succeededFuture(AuthResult.Rejected.of(reason, claimedClientId));
  }

  private Verdict verifyClaims(User user) {
    JsonObject claims = user.attributes().getJsonObject("accessToken");
    return read(claims)
        .<Verdict>map(
            token ->
                clock.instant().isBefore(token.endsAt())
                    ? token
                    : AuthResult.Rejected.expired(token))
        .orElseGet(
            () ->
                AuthResult.Rejected.of(
                    QuarantineReason.MALFORMED_TOKEN, uuid(claims.getValue("sub"))));
  }

  private Optional<AccessToken> read(JsonObject claims) {
    if (!issuer.equals(claims.getValue("iss")) || !audience.equals(claims.getValue("aud"))) {
      return Optional.empty();
    }
    Optional<UUID> jti = uuid(claims.getValue("jti"));
    Optional<UUID> clientId = uuid(claims.getValue("sub"));
    Optional<UUID> secretId = uuid(claims.getValue("sid"));
    Optional<Set<Scope>> scopes =
        claims.getValue("scope") instanceof String list ? Scope.parseList(list) : Optional.empty();
    Optional<Instant> issuedAt = time(claims.getValue("iat"));
    Optional<Instant> expiresAt = time(claims.getValue("exp"));
    boolean complete =
        jti.isPresent()
            && clientId.isPresent()
            && secretId.isPresent()
            && scopes.isPresent()
            && issuedAt.isPresent()
            && expiresAt.isPresent();
    return complete && claims.getValue("epoch") instanceof Integer epoch
        ? Optional.of(
            new AccessToken(
                jti.get(),
                clientId.get(),
                scopes.get(),
                secretId.get(),
                epoch,
                issuedAt.get(),
                expiresAt.get().plus(grace)))
        : Optional.empty();
  }

  private static Optional<Instant> time(Object claim) {
    try {
      return claim instanceof Number seconds
          ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<UUID> claimedClientId(String base64UrlPayload) {
    try {
      byte[] payload = Base64.getUrlDecoder().decode(base64UrlPayload);
      return uuid(new JsonObject(Buffer.buffer(payload)).getValue("sub"));
    } catch (IllegalArgumentException | DecodeException e) {
      return Optional.empty();
    }
  }

  private static Optional<UUID> uuid(Object claim) {
    return claim instanceof String text ? Uuids.parse(text) : Optional.empty();
  }
}
