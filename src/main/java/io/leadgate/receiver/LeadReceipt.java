package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The receipt of a good lead that came alone.
 *
 * @param isNew whether the lead was stored by this post; false also for a test
 * @param id the lead's id; empty for a test of a lead that would be stored
 * @param duplicateOf present if the lead is a duplicate of which the sender is told; the earlier
 *     lead inside, unless the sender may not know it
 * @param cut the names of the members that were cut out, because they held a credential
 */
record LeadReceipt(
    boolean isNew,
    Optional<LeadId> id,
    Instant receivedAt,
    Optional<Optional<LeadId>> duplicateOf,
    List<String> cut) {

  static LeadReceipt stored(LeadId id, Instant receivedAt, List<String> cut) {
    return new LeadReceipt(true, Optional.of(id), receivedAt, Optional.empty(), cut);
  }

  static LeadReceipt replayed(LeadId id, Instant receivedAt, List<String> cut) {
    return new LeadReceipt(false, Optional.of(id), receivedAt, Optional.empty(), cut);
  }

  /** Of a test whose lead would be stored. */
  static LeadReceipt tested(LeadPost post, List<String> cut) {
    return new LeadReceipt(false, Optional.empty(), post.receivedAt(), Optional.empty(), cut);
  }

  /**
   * Adds of which lead the lead is a duplicate, for a sender that is told so.
   *
   * @param known the leads that the sender may know
   */
  LeadReceipt duplicateOf(Admission.Take sender, LeadId first, Set<LeadId> known) {
    return FirstLeads.tellsOfDuplicates(sender)
        ? new LeadReceipt(
            isNew, id, receivedAt, Optional.of(Optional.of(first).filter(known::contains)), cut)
        : this;
  }
}
