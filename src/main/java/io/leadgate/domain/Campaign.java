package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A campaign, to which leads are posted. A campaign belongs to one lead source and takes leads of
 * one lead type.
 *
 * @param requireAuthentication whether a lead without a valid token is quarantined
 * @param duplicateRules the rules by which leads are duplicates of earlier leads, if any
 */
public record Campaign(
    int id,
    int leadSourceId,
    int leadTypeId,
    String name,
    Status status,
    boolean requireAuthentication,
    Dedupe dedupe,
    Optional<DuplicateRules> duplicateRules,
    Instant createdAt,
    Instant updatedAt) {

  /** The status of a campaign; only an active campaign takes leads. */
  public enum Status implements Coded {
    ACTIVE,
    PAUSED,
    CLOSED;
  }

  /** A paused copy of this campaign. */
  public Campaign paused() {
    return new Campaign(
        id,
        leadSourceId,
        leadTypeId,
        name,
        Status.PAUSED,
        requireAuthentication,
        dedupe,
        duplicateRules,
        createdAt,
        updatedAt);
  }
}
