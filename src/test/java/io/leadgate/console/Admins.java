package io.leadgate.console;

import io.leadgate.support.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Makes admins by SQL, with hashes that take no time to compare. */
final class Admins {

  static final String PASSWORD = "a-password-of-twelve-letters";

  private static final byte[] SALT = "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII);

  private Admins() {}

  /** Makes an admin with a new name. */
  static String make(RunningGateway gateway, String role) {
    String name = role + "-" + UUID.randomUUID();
    make(gateway, name, role);
    return name;
  }

  static void make(RunningGateway gateway, String name, String role) {
    gateway
        .fixtures()
        .change(
            "INSERT INTO admin_user (username, password_hash, role) VALUES (?, ?, ?)",
            name,
            hash(PASSWORD),
            role);
  }

  static String hash(String password) {
    try {
      byte[] hash =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, 1, 256))
              .getEncoded();
      Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
      return "pbkdf2-sha256$1$" + base64.encodeToString(SALT) + "$" + base64.encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
