package io.leadgate.domain;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What leads are posted to: it belongs to one lead source and takes leads of one lead type.
 *
 * @param requireAuthentication whether a lead without a good token is quarantined
 * @param duplicateRules which leads are duplicates of earlier ones; empty where none are
 */
public record Campaign(
    int id,
    int leadSourceId,
    int leadTypeId,
    String name,
    Status status,
    boolean requireAuthentication,
    Optional<DuplicateRules> duplicateRules,
    Instant createdAt,
    Instant updatedAt) {

  /** Only an active one takes leads. */
  public enum Status {
    ACTIVE,
    PAUSED,
    CLOSED;

    /** As it stands in JSON and SQL. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Status of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /** The same, but it takes no leads. */
  public Campaign paused() {
    return new Campaign(
        id,
        leadSourceId,
        leadTypeId,
        name,
        Status.PAUSED,
        requireAuthentication,
        duplicateRules,
        createdAt,
        updatedAt);
  }
}
