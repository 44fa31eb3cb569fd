package io.leadgate.domain;

/** The parts of the quarantine, each with a cap of its own, as SQL and metrics know them. */
public enum QuarantineLane implements Coded {
  /** Requests with a token of this gateway that is not good any more. */
  SIGNED,
  /** All other requests without a good token; anybody can send any number of them. */
  STRANGERS,
  /** Leads that a duplicate rule refused. */
  DUPLICATES;
}
