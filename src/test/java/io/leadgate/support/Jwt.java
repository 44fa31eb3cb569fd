package io.leadgate.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A JSON Web Token that a test makes without the gateway's code. Usually it begins as a copy of a
 * token that the gateway issued, and each {@code with} method returns a copy with a single change.
 *
 * @param header the JSON text of the header
 * @param payload the JSON text of the claims
 * @param key the key that signs the token
 * @param mac the name of the signing algorithm in Java
 */
public record Jwt(String header, String payload, String key, String mac) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KID_LENGTH = 16;

  /** A token for leads with the claims that the gateway would issue now. */
  public static Jwt issued(UUID clientId, UUID secretId, int epoch) {
    long now = Instant.now().getEpochSecond();
    String header =
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}"
            .formatted(kid(RunningGateway.SIGNING_KEY));
    String claims =
        """
        {"iss":"leadgate","aud":"leadgate","sub":"%s","scope":"lead_receiver","jti":"%s",\
        "iat":%d,"exp":%d,"sid":"%s","epoch":%d}"""
            .formatted(clientId, UUID.randomUUID(), now, now + 3600, secretId, epoch);
    return new Jwt(header, claims, RunningGateway.SIGNING_KEY, "HmacSHA256");
  }

  /** A copy of the token, to be signed again with the gateway's key. */
  public static Jwt copyOf(String token) {
    List<String> parts = List.of(token.split("\\.", -1));
    return new Jwt(
        text(parts.get(0)), text(parts.get(1)), RunningGateway.SIGNING_KEY, "HmacSHA256");
  }

  /** The claims of a token, without a check of its signature. */
  public static JsonNode claims(String token) {
    return object(copyOf(token).payload());
  }

  public static JsonNode header(String token) {
    return object(copyOf(token).header());
  }

  /** The id of a key: the first 16 hex digits of its SHA-256. */
  public static String kid(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, KID_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy with a member of the header set to this JSON value. */
  public Jwt withHeaderMember(String member, String json) {
    return withHeader(with(header, member, json));
  }

  public Jwt withoutHeaderMember(String member) {
    return withHeader(without(header, member));
  }

  /** A copy with this text as the header, JSON or not. */
  public Jwt withHeader(String text) {
    return new Jwt(text, payload, key, mac);
  }

  /** A copy with a claim set to this JSON value. */
  public Jwt withClaim(String name, String json) {
    return withPayload(with(payload, name, json));
  }

  public Jwt withoutClaim(String name) {
    return withPayload(without(payload, name));
  }

  public Jwt withPayload(String text) {
    return new Jwt(header, text, key, mac);
  }

  /** A copy with a new {@code jti}, which no node has seen. */
  public Jwt withFreshId() {
    return withClaim("jti", "\"" + UUID.randomUUID() + "\"");
  }

  public Jwt withKey(String other) {
    return new Jwt(header, payload, other, mac);
  }

  public Jwt withMac(String other) {
    return new Jwt(header, payload, key, other);
  }

  /** The token with its signature, in the form that a request carries. */
  public String signed() {
    return unsigned() + base64(signature(unsigned()));
  }

  /** The token without a signature: the last dot and nothing behind it. */
  public String unsigned() {
    return base64(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(payload.getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  private byte[] signature(String unsigned) {
    try {
      Mac algorithm = Mac.getInstance(mac);
      algorithm.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), mac));
      return algorithm.doFinal(
          unsigned.substring(0, unsigned.length() - 1).getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static String with(String object, String member, String json) {
    try {
      return object(object).<ObjectNode>set(member, JSON.readTree(json)).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static String without(String object, String member) {
    return object(object).without(member).toString();
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
