package io.leadgate.domain;

import java.util.Optional;

/**
 * A vendor's key for a lead of a campaign, with the fingerprint of the lead. An equal key and
 * fingerprint mean the same lead; an equal key with another fingerprint is the vendor's mistake
 * (draft-ietf-httpapi-idempotency-key-header-07, section 2.6).
 *
 * @param value 1 to 255 printable ASCII characters
 */
public record IdempotencyKey(String value, Fingerprint fingerprint) {

  private static final int LENGTH_MAX = 255;

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
