package io.leadgate.writepath;

import java.util.Optional;
import java.util.UUID;

/**
 * The verdict of the write path on a lead.
 *
 * @param kind s stored, r replayed, k key reused, d refused as a duplicate
 * @param first the earlier lead that decided
 * @param matched the hash by which the lead is a duplicate; empty for a lead that a retry found
 *     stored
 */
record Verdict(char kind, Optional<UUID> first, Optional<UUID> matched) {

  static final Verdict STORED = foundStored(Optional.empty());

  static Verdict foundStored(Optional<UUID> duplicateOf) {
    return new Verdict('s', duplicateOf, Optional.empty());
  }

  static Verdict byKey(char kind, UUID first) {
    return new Verdict(kind, Optional.of(first), Optional.empty());
  }

  static Verdict byHash(char kind, UUID first, UUID matched) {
    return new Verdict(kind, Optional.of(first), Optional.of(matched));
  }

  boolean isStored() {
    return kind == 's';
  }

  /** Whether the key of the lead decided. */
  boolean byKey() {
    return kind == 'r' || kind == 'k';
  }
}
