package io.leadgate.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The result of a lead that was sent to the persistence. */
public sealed interface IngestResult {

  /** The result of a lead that is committed and no duplicate. */
  IngestResult STORED = new Stored(Optional.empty());

  /**
   * The lead is committed.
   *
   * @param duplicateOf the earlier lead of which it is a duplicate, by a rule that only flags
   */
  record Stored(Optional<LeadId> duplicateOf) implements IngestResult {}

  /**
   * A rule has rejected the lead as a duplicate, and nothing is stored.
   *
   * @param first the earlier lead
   * @param set the names of the fields in which the two are equal, as the rule has them
   */
  record Duplicate(LeadId first, List<String> set) implements IngestResult {}

  /**
   * The lead was committed earlier under this key with equal fields. The result has the id and the
   * time of receipt of the earlier lead.
   */
  record Replayed(LeadId id, Instant receivedAt) implements IngestResult {}

  /** The lead is not acknowledged. With a 5xx refusal the lead may still be stored. */
  record Refused(Refusal refusal) implements IngestResult {}
}
