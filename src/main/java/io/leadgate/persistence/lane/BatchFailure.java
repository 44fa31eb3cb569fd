package io.leadgate.persistence.lane;

/**
 * Why a batch was not committed.
 *
 * @param cause the SQLSTATE, or the class of a failure without an SQLSTATE
 * @param isRolledBack whether certainly no row of the batch is stored
 */
public record BatchFailure(Kind kind, String cause, boolean isRolledBack) {

  /** Whether the server has answered, so that a connection to it can be opened at once. */
  boolean isAnswered() {
    return kind != Kind.LATE && kind != Kind.LOST;
  }

  /** The meaning of the failure for the rows. */
  public enum Kind {
    /** A row has a value that the server does not take. The others may be good. */
    DATA,
    /** The partition of a row may be missing. */
    NO_PARTITION,
    /** A row waits for a lock of another session. */
    LOCKED,
    /** The server has refused the batch; whether because of a row must be tried. */
    REFUSED,
    /** The batch took too long. */
    LATE,
    /** The connection or the server was lost; the rows have nothing to do with it. */
    LOST
  }
}
