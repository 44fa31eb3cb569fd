package io.leadgate.domain;

import java.util.Locale;

/** The bounds of the quarantine, and the metric label of requests beyond a bound. */
public enum QuarantineBound {
  /** The number of kept requests of a kind, over all nodes. */
  ROWS,
  /** The number of strangers' requests that this node keeps in a second. */
  RATE,
  /** The size of a kept body. */
  SIZE;

  /** The code in metric labels. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
