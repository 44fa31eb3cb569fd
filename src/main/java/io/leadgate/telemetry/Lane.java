package io.leadgate.telemetry;

import io.leadgate.domain.Coded;

/** The lanes into Postgres; each has its own queue, batches and connections. */
public enum Lane implements Coded {
  LEADS,
  KEYED_LEADS,
  /** Looks for the earlier leads of leads that are not stored: refused leads and tests. */
  LOOKS,
  /** Requests with a token that the gateway signed and that is no longer good. */
  SIGNED,
  /** Requests without a token that the gateway signed; anybody can send any number of them. */
  STRANGERS,
  /** Leads that a duplicate rule has rejected. */
  DUPLICATES;
}
