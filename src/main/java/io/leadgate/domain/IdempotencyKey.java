package io.leadgate.domain;

import java.util.Optional;

/**
 * A vendor's name for one lead of one campaign, with the fingerprint of what it was sent with: the
 * same key and fingerprint are the same lead, the same key with another one is a mistake of the
 * vendor's (draft-ietf-httpapi-idempotency-key-header-07, section 2.6).
 *
 * @param value 1 to 255 printable ASCII characters
 */
public record IdempotencyKey(String value, Fingerprint fingerprint) {

  private static final int LENGTH_MAX = 255;

  /** The key in a header, whose quotes are optional; empty if it is none. */
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
