package io.leadgate.domain;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Parses UUIDs strictly, in the form of 36 characters, and compares UUIDs; {@link UUID#fromString}
 * accepts many other forms.
 */
public final class Uuids {

  private static final Pattern SHAPE =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Uuids() {}

  /** Compares two UUIDs as Postgres does; {@link UUID#compareTo} has another order. */
  public static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }

  /** A random id (RFC 9562, version 4) that names nothing and may be guessed. */
  public static UUID ofNothing() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(
        (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000,
        (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }

  public static Optional<UUID> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }
}
