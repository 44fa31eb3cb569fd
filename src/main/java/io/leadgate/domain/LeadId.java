package io.leadgate.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of a lead: a UUIDv7 (RFC 9562, section 5.7). Ids sort by the millisecond of the lead's
 * acceptance, and a range of ids is a span of time.
 */
public record LeadId(UUID value) {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

  /**
   * Makes an id from a time and random bits.
   *
   * @param epochMillis the time in the id, in ms since 1970, in 48 bits
   * @param random at least 12 random bits, of which the low 12 are used
   * @param moreRandom 62 random bits and two unused bits
   */
  public static LeadId of(long epochMillis, long random, long moreRandom) {
    return new LeadId(
        new UUID(
            (epochMillis << 16) | VERSION_7 | (random & 0xFFFL),
            (moreRandom & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT_RFC));
  }

  /**
   * Makes the least UUID whose first 48 bits hold this time, rounded up to a whole millisecond.
   * Every UUIDv7 made at this time or later is greater.
   */
  public static UUID leastAt(Instant time) {
    Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
    long millis = whole.toEpochMilli();
    return new UUID((whole.equals(time) ? millis : millis + 1) << 16, 0);
  }

  /** Parses an id; empty if the text is not a UUID. */
  public static Optional<LeadId> parse(String text) {
    return Uuids.parse(text).map(LeadId::new);
  }

  public Instant time() {
    return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
