package io.leadgate.telemetry;

import io.leadgate.domain.Refusal;
import java.util.Locale;

/** What became of a received lead: each is counted in exactly one of these. */
public enum LeadOutcome {
  STORED,
  REPLAYED,
  QUARANTINED,
  REFUSED,
  FAILED;

  /** A fault of the caller's was refused, a fault of ours failed. */
  public static LeadOutcome of(Refusal refusal) {
    return refusal.isOurs() ? FAILED : REFUSED;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
