package io.leadgate.telemetry;

import java.util.Locale;

/** The lanes into Postgres; each has its own queue, batches and connections. */
public enum Lane {
  LEADS,
  KEYED_LEADS,
  /** Requests with a token that we did sign, but which is no good any more. */
  QUARANTINE,
  /** Requests without a token of ours, of which anybody can send as many as he likes. */
  STRANGERS;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
