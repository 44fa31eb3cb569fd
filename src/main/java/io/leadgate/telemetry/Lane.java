package io.leadgate.telemetry;

import java.util.Locale;

/** The lanes into Postgres; each has its own queue, batches and connections. */
public enum Lane {
  LEADS,
  KEYED_LEADS,
  QUARANTINE;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
