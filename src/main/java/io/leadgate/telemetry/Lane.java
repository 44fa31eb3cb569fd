package io.leadgate.telemetry;

import java.util.Locale;

/** The lanes into Postgres; each has its own queue, batches and connections. */
public enum Lane {
  LEADS,
  KEYED_LEADS,
  /** Requests with a token that the gateway signed and that is no longer good. */
  SIGNED,
  /** Requests without a token that the gateway signed; anybody can send any number of them. */
  STRANGERS;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
