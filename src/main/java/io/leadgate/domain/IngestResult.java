package io.leadgate.domain;

import java.time.Instant;

/** What became of a lead that was handed over to be committed. */
public sealed interface IngestResult {

  /** Committed, now. */
  record Stored() implements IngestResult {}

  /** Committed before, under the same key and with the same fields: here is that lead. */
  record Replayed(LeadId id, Instant receivedAt) implements IngestResult {}

  /** Not acknowledged. Where the refusal is a 5xx, it is possibly stored all the same. */
  record Refused(Refusal refusal) implements IngestResult {}
}
