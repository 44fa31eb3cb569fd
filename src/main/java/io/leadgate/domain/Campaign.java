package io.leadgate.domain;

import java.util.Locale;

/**
 * What leads are posted to: it belongs to one lead source and takes leads of one lead type.
 *
 * @param requireAuthentication whether a lead without a good token is quarantined
 */
public record Campaign(
    int id,
    String name,
    LeadSource leadSource,
    LeadType leadType,
    Status status,
    boolean requireAuthentication) {

  public enum Status {
    ACTIVE,
    PAUSED,
    CLOSED;

    public static Status of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /** Only while it and its lead source are active. */
  public boolean takesLeads() {
    return status == Status.ACTIVE && leadSource.active();
  }
}
