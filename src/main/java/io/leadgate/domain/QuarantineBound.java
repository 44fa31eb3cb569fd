package io.leadgate.domain;

import java.util.Locale;

/** What bounds the quarantine; the closed set that is the label of what went past one. */
public enum QuarantineBound {
  /** As many requests of that kind are kept as may be, on all nodes together. */
  ROWS,
  /** More come from strangers in a second than this node keeps. */
  RATE,
  /** The body is larger than one that is kept. */
  SIZE;

  /** As it stands in metric labels. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
