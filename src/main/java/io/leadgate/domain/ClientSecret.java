package io.leadgate.domain;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A client secret in the clear: 256 random bits behind a prefix that secret scanners can find. Only
 * its SHA-256 is kept; a slow hash is for passwords that people choose.
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
