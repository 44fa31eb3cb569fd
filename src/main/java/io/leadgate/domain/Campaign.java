package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A campaign, to which leads are posted. A campaign belongs to one lead source and takes leads of
 * one lead type.
 *
 * @param requireAuthentication whether a lead without a valid token is quarantined
 * @param duplicateRules the rules by which leads are to be duplicates of earlier leads, if any
 * @param judgedRules the rules by which leads are judged now. They differ from the wanted rules
 *     while the stored leads are hashed for the wanted rules
 * @param hashProgress the progress of this hashing; empty without wanted rules, and in the
 *     catalogue, which does not change with the progress
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
    Optional<DuplicateRules> judgedRules,
    Optional<HashProgress> hashProgress,
    Instant createdAt,
    Instant updatedAt) {

  /** The status of a campaign; only an active campaign takes leads. */
  public enum Status implements Coded {
    ACTIVE,
    PAUSED,
    CLOSED;
  }

  /** Whether a duplicate may be refused now. */
  public boolean refusesDuplicates() {
    return judgedRules.filter(DuplicateRules::rejects).isPresent();
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
        judgedRules,
        hashProgress,
        createdAt,
        updatedAt);
  }
}
