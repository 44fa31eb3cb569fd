package io.leadgate.telemetry;

import java.util.Locale;

/** The lanes into Postgres; each has its own queue, batches and connections. */
public enum Lane {
  LEADS,
  KEYED_LEADS,
  /** Requests with a token that this gateway signed, but which is no longer good. */
  SIGNED,
  /** Requests without a token of this gateway, of which anybody can send any number. */
  STRANGERS;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
