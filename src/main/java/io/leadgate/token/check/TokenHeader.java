package io.leadgate.token.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Checks the header of a JWT before vertx-auth-jwt, which checks less than it must. A valid header
 * has exactly {@code alg} HS256, {@code typ} JWT and a {@code kid}. A token with any other member
 * ({@code jku}, {@code x5u}, {@code jwk} and {@code crit} above all) is refused, and no link in a
 * member is ever followed (RFC 8725, sections 3.1, 3.10 and 3.11).
 */
final class TokenHeader {

  /** Names are not interned, because a stranger can send long names that never repeat. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private TokenHeader() {}

  /** The {@code kid}; empty if the header is invalid. */
  static Optional<String> kid(String base64UrlHeader) {
    try (JsonParser parser = JSON.createParser(utf8(base64UrlHeader))) {
      String alg = "";
      String typ = "";
      String kid = "";
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          return Optional.empty();
        }
        String value = parser.getText();
        switch (name) {
          case "alg" -> alg = value;
          case "typ" -> typ = value;
          case "kid" -> kid = value;
          default -> {
            return Optional.empty();
          }
        }
      }
      boolean exact = alg.equals(SigningKey.ALGORITHM) && typ.equals("JWT") && !kid.isEmpty();
      return exact && parser.nextToken() == null ? Optional.of(kid) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Decodes strictly, because Jackson would replace malformed bytes silently. */
  private static String utf8(String base64Url) throws CharacterCodingException {
    byte[] bytes = Base64.getUrlDecoder().decode(base64Url);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
