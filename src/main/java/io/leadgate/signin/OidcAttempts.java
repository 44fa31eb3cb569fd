package io.leadgate.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Begins sign-ins by the identity provider, and seals them for the browser, so that any node can
 * finish a sign-in and a made-up one costs the provider no request. The keys are derived from the
 * ring of {@code token.signing_keys}: the first seals, and all open. Thread-safe.
 */
public final class OidcAttempts {

  /** The time in which a user has to sign in at the provider. */
  public static final Duration AGE_MAX = Duration.ofMinutes(10);

  private static final String ALGORITHM = "HmacSHA256";

  /** Keeps these keys apart from all others that are derived from the ring. */
  private static final String LABEL = "leadgate: a sign-in by the identity provider, under way";

  private static final int RANDOM_BYTES = 32;
  private static final int PARTS = 6;

  private final List<SecretKeySpec> keys;
  private final SecureRandom random;
  private final InstantSource clock;

  OidcAttempts(List<byte[]> ring, SecureRandom random, InstantSource clock) {
    this.keys =
        ring.stream()
            .map(key -> mac(new SecretKeySpec(key, ALGORITHM), LABEL))
            .map(derived -> new SecretKeySpec(derived, ALGORITHM))
            .toList();
    this.random = random;
    this.clock = clock;
  }

  /**
   * @param next the path to go to then
   */
  public OidcAttempt begin(String next) {
    return new OidcAttempt(
        randomText(), randomText(), randomText(), next, clock.instant().plus(AGE_MAX));
  }

  private String randomText() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return base64(bytes);
  }

  /** The sign-in as the text of a cookie. */
  public String sealed(OidcAttempt attempt) {
    String text =
        String.join(
            ".",
            attempt.state(),
            attempt.nonce(),
            attempt.verifier(),
            base64(attempt.next().getBytes(StandardCharsets.UTF_8)),
            Long.toString(attempt.expiresAt().getEpochSecond()));
    return text + "." + base64(mac(keys.getFirst(), text));
  }

  /** The sign-in that a text holds; empty if no node has sealed the text, or it has expired. */
  public Optional<OidcAttempt> open(String sealed) {
    String[] parts = sealed.split("\\.", PARTS + 1);
    if (parts.length != PARTS
        || !isSealed(sealed.substring(0, sealed.lastIndexOf('.')), parts[5])) {
      return Optional.empty();
    }
    String next = new String(Base64.getUrlDecoder().decode(parts[3]), StandardCharsets.UTF_8);
    Instant expiresAt = Instant.ofEpochSecond(Long.parseLong(parts[4]));
    return Optional.of(new OidcAttempt(parts[0], parts[1], parts[2], next, expiresAt))
        .filter(attempt -> clock.instant().isBefore(attempt.expiresAt()));
  }

  private boolean isSealed(String text, String seal) {
    return keys.stream().anyMatch(key -> isSame(base64(mac(key, text)), seal));
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether two texts are equal, in a time that tells nothing about them. */
  public static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
