package io.leadgate.telemetry;

import io.leadgate.domain.Coded;
import io.leadgate.domain.Refusal;

/** The outcomes of a received lead; each lead is counted in exactly one outcome. */
public enum LeadOutcome implements Coded {
  STORED,
  REPLAYED,
  QUARANTINED,
  REFUSED,
  FAILED;

  /** {@link #FAILED} for a fault of the gateway, {@link #REFUSED} for a fault of the caller. */
  public static LeadOutcome of(Refusal refusal) {
    return refusal.isOurs() ? FAILED : REFUSED;
  }
}
