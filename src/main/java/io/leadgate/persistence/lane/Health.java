package io.leadgate.persistence.lane;

/**
 * Knows whether rows are stored at all: the rows of a vendor, or of the whole lane. Confined to one
 * event loop.
 */
final class Health {

  /** The cause for which no row could be stored; empty after each commit. */
  String brokenBy = "";

  private long committedAt;

  /**
   * @param now the time before which nothing is known
   */
  Health(long now) {
    this.committedAt = now;
  }

  /** Learns that a row was committed. */
  void committed(long now) {
    committedAt = now;
    brokenBy = "";
  }

  /** Whether a row was committed after this time. */
  boolean hasCommittedSince(long time) {
    return committedAt - time > 0;
  }
}
