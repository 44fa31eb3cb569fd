package io.leadgate.domain;

/** The bounds of the quarantine, and the metric label of requests beyond a bound. */
public enum QuarantineBound implements Coded {
  /** The number of kept requests of a kind, over all nodes. */
  ROWS,
  /** The number of strangers' requests that this node keeps in a second. */
  RATE,
  /** The size of a kept body. */
  SIZE,
  /** The duplicates that wait on this node to be kept, and the memory that they take. */
  QUEUE;
}
