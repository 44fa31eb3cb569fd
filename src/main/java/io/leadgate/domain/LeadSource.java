package io.leadgate.domain;

import java.time.Instant;

/**
 * A vendor. The campaigns of an inactive lead source take no leads.
 *
 * @param referenceIsKey whether the reference in LeadExec's V2 format is a lead's idempotency key
 */
public record LeadSource(
    int id,
    String name,
    Status status,
    boolean referenceIsKey,
    Instant createdAt,
    Instant updatedAt) {

  public enum Status implements Coded {
    ACTIVE,
    INACTIVE;
  }
}
