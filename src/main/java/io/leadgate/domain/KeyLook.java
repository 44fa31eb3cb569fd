package io.leadgate.domain;

import java.time.Instant;

/** The result of a look at the key of a lead, without an attempt to store the lead. */
public sealed interface KeyLook {

  KeyLook UNUSED = new Unused();

  /** No lead that lives has the key. */
  record Unused() implements KeyLook {}

  /** The lead was committed earlier, with this id and time of receipt. */
  record Known(LeadId id, Instant receivedAt) implements KeyLook {}

  /** The key belongs to a lead with other fields. */
  record OfAnotherLead() implements KeyLook {}

  /** The look could not be made. */
  record Failed(Refusal refusal) implements KeyLook {}
}
