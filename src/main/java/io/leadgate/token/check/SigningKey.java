package io.leadgate.token.check;

import io.leadgate.domain.Sha256;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.HexFormat;

/**
 * One key of the ring, with a {@link JWTAuth} of its own: a JWTAuth with several keys would sign
 * with any of them, and its HMAC locks one shared {@code Mac}, so each verticle has its own as
 * well. Times are checked by {@link TokenVerifier} and not in there, so that an expired token can
 * be told from a forged one.
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
