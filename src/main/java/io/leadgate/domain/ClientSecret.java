package io.leadgate.domain;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A client secret in plain text: a prefix that secret scanners can find, and 256 random bits. Only
 * the secret's SHA-256 is stored. A slow hash is needless, because the secret is random.
 */
public record ClientSecret(String value) {

  private static final String PREFIX = "lgs_";
  private static final int BYTES = 32;

  public static ClientSecret generate(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new ClientSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  public byte[] sha256() {
    return Sha256.of(value);
  }

  @Override
  public String toString() {
    return "***";
  }
}
