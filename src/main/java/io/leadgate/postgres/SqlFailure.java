package io.leadgate.postgres;

import io.leadgate.halt.OutOfMemory;
import io.vertx.pgclient.PgException;

/**
 * Whose fault a failed statement is, by its SQLSTATE (PostgreSQL manual, appendix A). Only what is
 * known to be the data's is blamed on the data: all else is ours, and is tried again.
 */
public enum SqlFailure {
  /** A row that Postgres does not take: others of its batch must not suffer for it. */
  DATA,
  /** The server, the network, the schema, a lock: it may be there already, and may work later. */
  STORAGE;

  private static final String CHECK_VIOLATION = "23514";

  public static SqlFailure of(Throwable failure) {
    if (!(failure instanceof PgException refused)) {
      return STORAGE;
    }
    String state = refused.getSqlState();
    if (isNoPartition(failure)) {
      return STORAGE;
    }
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54")
        ? DATA
        : STORAGE;
  }

  /** A missing partition is reported as a check violation, but of no constraint. */
  public static boolean isNoPartition(Throwable failure) {
    return failure instanceof PgException refused
        && refused.getSqlState().equals(CHECK_VIOLATION)
        && refused.getConstraint() == null;
  }

  /**
   * The SQLSTATE, or the kind of failure where there is none: never a message with data in it. Does
   * not return if the failure is an {@link OutOfMemoryError}, which would not be known any more.
   */
  public static String cause(Throwable failure) {
    OutOfMemory.endIfIn(failure);
    return failure instanceof PgException refused
        ? refused.getSqlState()
        : failure.getClass().getSimpleName();
  }
}
