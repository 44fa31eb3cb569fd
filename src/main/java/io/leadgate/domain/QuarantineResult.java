package io.leadgate.domain;

/** What became of a request that was handed over to be quarantined. */
public sealed interface QuarantineResult {

  /** Committed in the quarantine. */
  record Kept() implements QuarantineResult {}

  /** Not kept since a bound is reached, which is nobody's fault. Another try may find room. */
  record Overflowed(QuarantineBound bound) implements QuarantineResult {}

  /** Not kept, and possibly kept where the refusal is ours. */
  record NotKept(Refusal refusal) implements QuarantineResult {}
}
