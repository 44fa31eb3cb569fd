package io.leadgate.domain;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * A SHA-256 of a lead's fields. Equal fields have an equal fingerprint in every format and order.
 */
public final class Fingerprint {

  private final byte[] sha256;

  public Fingerprint(byte[] sha256) {
    if (sha256.length != 32) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes");
    }
    this.sha256 = sha256.clone();
  }

  /**
   * Hashes the fields of a lead.
   *
   * @param fields the values as sent, by lower-case name
   */
  public static Fingerprint of(SortedMap<String, String> fields) {
    MessageDigest digest = Sha256.digest();
    fields.forEach(
        (name, value) -> {
          Sha256.updatePart(digest, name);
          Sha256.updatePart(digest, value);
        });
    return new Fingerprint(digest.digest());
  }

  public byte[] bytes() {
    return sha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && Arrays.equals(sha256, that.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(sha256);
  }
}
