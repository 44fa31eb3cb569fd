package io.leadgate.domain;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The key by which a lead is recognised when it comes again. An equal key and fingerprint mean the
 * same lead; an equal key with another fingerprint is the sender's mistake
 * (draft-ietf-httpapi-idempotency-key-header-07, section 2.6).
 *
 * @param hash 16 bytes of the SHA-256 of space, campaign and key
 * @param fingerprint the fingerprint of the lead; empty if the key itself contains the fields
 * @param life the time from the first lead with the key, in whole seconds
 */
public record IdempotencyKey(UUID hash, Optional<Fingerprint> fingerprint, Duration life) {

  private static final int LENGTH_MAX = 255;

  /** The spaces of keys. Keys of different spaces are never equal. */
  private enum Space implements Coded {
    /** The keys of callers with a good token. */
    VENDORS,
    /** The keys of callers without a good token, who must not take the keys of vendors. */
    STRANGERS,
    /** The dedupe windows of leads without a key. */
    DEDUPE;
  }

  /**
   * Makes the key of a lead that came with a key.
   *
   * @param hasGoodToken whether the caller has shown a good token
   * @param key 1 to 255 printable ASCII characters
   */
  public static IdempotencyKey of(
      boolean hasGoodToken, int campaignId, String key, Fingerprint fingerprint, Duration life) {
    Space space = hasGoodToken ? Space.VENDORS : Space.STRANGERS;
    return new IdempotencyKey(hash(space, campaignId, key), Optional.of(fingerprint), life);
  }

  /**
   * Makes the key of a lead that came without a key, to a campaign with a dedupe window.
   *
   * @param sender the credential, or the address of a caller without a good token
   * @param fingerprint the fingerprint without the fields that the campaign ignores
   * @param window the time in which an equal lead is a replay
   */
  public static IdempotencyKey ofWindow(
      int campaignId, String sender, Fingerprint fingerprint, Duration window) {
    UUID hash = hash(Space.DEDUPE, campaignId, sender, fingerprint.toString());
    return new IdempotencyKey(hash, Optional.empty(), window);
  }

  private static UUID hash(Space space, int campaignId, String... parts) {
    MessageDigest digest = Sha256.digest();
    Sha256.updatePart(digest, space.code());
    Sha256.updatePart(digest, Integer.toString(campaignId));
    for (String part : parts) {
      Sha256.updatePart(digest, part);
    }
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /** The key in a header, with or without quotes; empty if the key is invalid. */
  public static Optional<String> parse(String header) {
    String text = header.strip();
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1);
    }
    boolean printable = text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E && c != '"');
    return printable && !text.isBlank() && text.length() <= LENGTH_MAX
        ? Optional.of(text)
        : Optional.empty();
  }
}
