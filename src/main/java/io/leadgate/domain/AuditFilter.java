package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Says which changes a list has; each part is compared as a whole.
 *
 * @param from the earliest time
 * @param to the first time that is too late
 */
public record AuditFilter(
    Optional<String> actor,
    Optional<String> action,
    Optional<String> subject,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** All changes. */
  public static final AuditFilter ALL =
      new AuditFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
