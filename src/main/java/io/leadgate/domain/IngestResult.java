package io.leadgate.domain;

import java.time.Instant;

/** The result of a lead that was sent to the persistence. */
public sealed interface IngestResult {

  /** The lead is committed. */
  record Stored() implements IngestResult {}

  /**
   * The lead was committed earlier under this key with equal fields. The result has the id and the
   * time of receipt of the earlier lead.
   */
  record Replayed(LeadId id, Instant receivedAt) implements IngestResult {}

  /** The lead is not acknowledged. With a 5xx refusal the lead may still be stored. */
  record Refused(Refusal refusal) implements IngestResult {}
}
