package io.leadgate.writepath;

import io.leadgate.domain.Fingerprint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A lead as the write path sees the lead.
 *
 * @param hashes in the order in which they are judged
 */
record Row(UUID id, Optional<LeadKey> key, List<Hash> hashes) {

  /** The greatest id: no lead is within a look-back that begins here, so a hash is only noted. */
  static final UUID NEVER = new UUID(-1, -1);

  /**
   * @param fingerprint empty for a dedupe window
   */
  record LeadKey(UUID hash, Optional<Fingerprint> fingerprint, int seconds) {}

  /**
   * @param cutoff the least id within the look-back
   * @param rejects whether an earlier lead within the look-back refuses this lead
   */
  record Hash(UUID hash, UUID cutoff, boolean rejects) {

    /** Whether the lead is within the look-back; ids are compared without a sign. */
    boolean reaches(UUID lead) {
      int high =
          Long.compareUnsigned(lead.getMostSignificantBits(), cutoff.getMostSignificantBits());
      return high == 0
          ? Long.compareUnsigned(lead.getLeastSignificantBits(), cutoff.getLeastSignificantBits())
              >= 0
          : high > 0;
    }
  }

  /** Whether nothing decides about the lead. */
  boolean plain() {
    return key.isEmpty() && hashes.isEmpty();
  }

  Instant receivedAt() {
    return receivedAt(id);
  }

  /** The time in an id; each lead of a trial was received at this time. */
  static Instant receivedAt(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
