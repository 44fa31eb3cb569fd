package io.leadgate.signin;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords that people choose: PBKDF2 with HMAC-SHA-256 at 600,000 rounds (OWASP Password
 * Storage Cheat Sheet), written as {@code pbkdf2-sha256$rounds$salt$hash}. The hash is slow by
 * intent, so no event loop may compute it. Thread-safe.
 */
public final class PasswordHash {

  private static final String SCHEME = "pbkdf2-sha256";

  /**
   * Stands before the scheme of an admin that has another role than admin. The database writes it,
   * because the version before knows no roles, and refuses a scheme that it does not know.
   */
  private static final String LIMITED = "limited-";

  private static final int ROUNDS = 600_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  private PasswordHash() {}

  public static String of(String password, SecureRandom random) {
    byte[] salt = bytes(SALT_BYTES, random);
    return format(salt, derive(password, salt, ROUNDS));
  }

  /** Makes a hash that fits no password, and takes as long to compare as any other hash. */
  static String ofNobody(SecureRandom random) {
    return format(bytes(SALT_BYTES, random), bytes(HASH_BITS / Byte.SIZE, random));
  }

  private static String format(byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return String.join(
        "$",
        SCHEME,
        Integer.toString(ROUNDS),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  private static byte[] bytes(int count, SecureRandom random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  static boolean matches(String password, String hash) {
    String[] parts = hash.split("\\$", -1);
    if (parts.length != 4 || !(parts[0].equals(SCHEME) || parts[0].equals(LIMITED + SCHEME))) {
      return false;
    }
    byte[] derived =
        derive(password, Base64.getDecoder().decode(parts[2]), Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts[3]));
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
    }
  }
}
