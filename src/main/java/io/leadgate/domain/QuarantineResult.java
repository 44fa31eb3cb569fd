package io.leadgate.domain;

/** What became of a request that was handed over to be quarantined. */
public sealed interface QuarantineResult {

  /** Committed in the quarantine. */
  record Kept() implements QuarantineResult {}

  record NotKept(Refusal refusal) implements QuarantineResult {}
}
