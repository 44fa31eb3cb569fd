package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A lead's id: a UUIDv7 (RFC 9562, section 5.7), so ids sort by the millisecond in which the lead
 * became one, and a range of ids is a span of time.
 */
public record LeadId(UUID value) {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;
  private static final Pattern SHAPE =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /**
   * @param epochMillis the time that the id carries, in ms since 1970, in 48 bits
   * @param random at least 12 random bits, of which the low 12 are taken
   * @param moreRandom 62 random bits and two that are not used
   */
  public static LeadId of(long epochMillis, long random, long moreRandom) {
    return new LeadId(
        new UUID(
            (epochMillis << 16) | VERSION_7 | (random & 0xFFFL),
            (moreRandom & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT_RFC));
  }

  /** Only the 36-character form; {@link UUID#fromString} takes much else. */
  public static Optional<LeadId> parse(String text) {
    return SHAPE.matcher(text).matches()
        ? Optional.of(new LeadId(UUID.fromString(text)))
        : Optional.empty();
  }

  public Instant time() {
    return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
