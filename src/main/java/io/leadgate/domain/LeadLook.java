package io.leadgate.domain;

import java.time.Instant;
import java.util.List;

/** The result of a look for an earlier lead, without an attempt to store the lead. */
public sealed interface LeadLook {

  LeadLook NOT_FOUND = new NotFound();

  /** No earlier lead decides about the lead. */
  record NotFound() implements LeadLook {}

  /** The lead was committed earlier, with this id and time of receipt. */
  record Known(LeadId id, Instant receivedAt) implements LeadLook {}

  /** The key belongs to a lead with other fields. */
  record OfAnotherLead() implements LeadLook {}

  /**
   * The lead would be a duplicate.
   *
   * @param first the earlier lead
   * @param set the names of the fields in which the two are equal, as the rule has them
   * @param rejects whether the lead would be rejected, or only flagged
   */
  record Duplicate(LeadId first, List<String> set, boolean rejects) implements LeadLook {}

  /** The look could not be made. */
  record Failed(Refusal refusal) implements LeadLook {}
}
