package io.leadgate.writepath;

import java.util.Optional;
import java.util.UUID;

/**
 * The verdict of the write path on a lead.
 *
 * @param kind s stored, r replayed, k key reused, d refused as a duplicate
 * @param first the earlier lead that decided
 */
record Verdict(char kind, Optional<UUID> first) {

  static final Verdict STORED = new Verdict('s', Optional.empty());

  static Verdict stored(Optional<UUID> duplicateOf) {
    return duplicateOf.isEmpty() ? STORED : new Verdict('s', duplicateOf);
  }

  boolean isStored() {
    return kind == 's';
  }

  /** Whether the key of the lead decided. */
  boolean byKey() {
    return kind == 'r' || kind == 'k';
  }
}
