package io.leadgate.domain;

import java.util.Optional;

/**
 * How far the leads that were stored before a duplicate rule are hashed for the rule.
 *
 * @param hashed the leads that are done, counted for each set of the rule
 * @param of the leads that are to be done in all; empty until the leads are counted
 */
public record HashProgress(long hashed, Optional<Long> of) {

  /** The progress of nothing. */
  public static final HashProgress NONE = new HashProgress(0, Optional.of(0L));

  /** The sum of both. */
  public HashProgress plus(HashProgress other) {
    return new HashProgress(
        hashed + other.hashed, of.flatMap(one -> other.of.map(another -> one + another)));
  }
}
