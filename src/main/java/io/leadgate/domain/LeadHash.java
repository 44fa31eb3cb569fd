package io.leadgate.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A hash of a lead's values.
 *
 * @param hash 16 bytes of the SHA-256 of the scope, the names and the values
 * @param cutoff the least id of a lead that the look-back reaches
 * @param rejects whether an earlier lead that the look-back reaches refuses this lead, or is only
 *     named
 * @param set the names of the fields as the rule has them; empty for a hash that is only noted
 */
public record LeadHash(UUID hash, UUID cutoff, boolean rejects, List<String> set) {

  /** No id is as great, so no lead is a duplicate by a hash that is only noted. */
  private static final UUID BEYOND_ALL = new UUID(-1, -1);

  /** Makes a hash by which later leads can find this lead, and by which it is not judged. */
  public static LeadHash noted(UUID hash) {
    return new LeadHash(hash, BEYOND_ALL, false, List.of());
  }

  /** Makes a hash by which a lead is judged that was received at this time. */
  public static LeadHash judged(UUID hash, HashUse.Judge judge, Instant receivedAt) {
    Instant from = receivedAt.minus(Duration.ofDays(judge.days()));
    return new LeadHash(hash, LeadId.leastAt(from), judge.rejects(), judge.set());
  }

  /** Whether the look-back reaches a lead, by the order that Postgres has for UUIDs. */
  public boolean reaches(UUID leadId) {
    return Uuids.compare(leadId, cutoff) >= 0;
  }
}
