package io.leadgate.domain;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/**
 * A client secret in plain text: a prefix that secret scanners can find, and 256 random bits. Only
 * the secret's SHA-256 is stored. A slow hash is needless, because the secret is random.
 */
public record ClientSecret(String value) {

  public static final String PREFIX = "lgs_";

  private static final int BYTES = 32;

  /** The characters of a secret: the prefix, and the bytes in Base64 without padding. */
  public static final int LENGTH = PREFIX.length() + (BYTES * 8 + 5) / 6;

  public static ClientSecret generate(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new ClientSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /**
   * The first half of a secret's hash, by which the secret is looked up. The time of a look-up
   * reveals nothing of use, because nobody can choose a secret by its hash.
   */
  public static UUID handle(byte[] sha256) {
    ByteBuffer hash = ByteBuffer.wrap(sha256);
    return new UUID(hash.getLong(), hash.getLong());
  }

  public byte[] sha256() {
    return Sha256.of(value);
  }

  @Override
  public String toString() {
    return "***";
  }
}
