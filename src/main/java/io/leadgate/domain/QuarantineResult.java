package io.leadgate.domain;

/** The result of a request that was sent to the quarantine. */
public sealed interface QuarantineResult {

  /** The request is committed in the quarantine. */
  record Kept() implements QuarantineResult {}

  /**
   * The request is not kept because a bound is reached, which is not an error. A later try may
   * succeed.
   */
  record Overflowed(QuarantineBound bound) implements QuarantineResult {}

  /** The request is not kept. With a 5xx refusal the request may still be kept. */
  record NotKept(Refusal refusal) implements QuarantineResult {}
}
