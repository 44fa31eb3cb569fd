package io.leadgate.token.check;

import io.leadgate.domain.Sha256;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.HexFormat;

/**
 * A key of the ring, with a {@link JWTAuth} of its own. A {@code JWTAuth} with several keys would
 * sign with an arbitrary key. Each verticle has its own keys, because the HMAC of a {@code JWTAuth}
 * locks a shared {@code Mac}. The {@link TokenVerifier} checks the times in place of {@code
 * JWTAuth}, so that an expired token differs from a forged token.
 *
 * @param kid the first 16 hex digits of the key's SHA-256
 */
public record SigningKey(String kid, JWTAuth auth) {

  public static final String ALGORITHM = "HS256";
  private static final int KID_LENGTH = 16;

  public static SigningKey of(Vertx vertx, byte[] secret) {
    JWTAuthOptions options =
        new JWTAuthOptions()
            .addPubSecKey(
                new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(secret)));
    options.getJWTOptions().setIgnoreExpiration(true);
    return new SigningKey(kid(secret), JWTAuth.create(vertx, options));
  }

  private static String kid(byte[] secret) {
    return HexFormat.of().formatHex(Sha256.of(secret)).substring(0, KID_LENGTH);
  }
}
