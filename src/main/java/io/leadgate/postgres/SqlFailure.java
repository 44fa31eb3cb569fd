package io.leadgate.postgres;

import io.leadgate.domain.StorageAway;
import io.leadgate.halt.OutOfMemory;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Classifies a failed statement by its SQLSTATE (PostgreSQL manual, appendix A). */
public enum SqlFailure {

  /** Postgres refuses a value (22), a constraint (23) or a size (54). Other rows may be good. */
  DATA,

  /** The partition to which a row belongs is missing. */
  NO_PARTITION,

  /** Postgres refuses the statement itself (42): the schema or the rights are not as expected. */
  STATEMENT,

  /** The connection failed (08), or the server starts, stops or cancels (57). */
  PASSING,

  /** Every other failure, including each failure without an SQLSTATE. */
  OTHER;

  /** A time-out of the statement, or a cancellation. */
  public static final String QUERY_CANCELLED = "57014";

  /** A time-out of the wait for a lock. */
  public static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String CHECK_VIOLATION = "23514";
  private static final String UNIQUE_VIOLATION = "23505";

  /** The names of the primary keys of the two tables of rows and of their partitions. */
  private static final Pattern PRIMARY_KEY = Pattern.compile("(lead|quarantine)(_p\\d+)?_pkey");

  public static SqlFailure of(Throwable failure) {
    return answer(failure)
        .map(answer -> isNoPartition(answer) ? NO_PARTITION : of(state(answer)))
        .orElse(OTHER);
  }

  /**
   * Whether the server itself has said that it has undone the statement, and has kept the session.
   * A failure of the connection or of the whole server says nothing about a commit.
   */
  public static boolean isRolledBack(Throwable failure) {
    return answer(failure)
        .filter(
            answer ->
                answer instanceof PgException refused && "ERROR".equals(refused.getSeverity()))
        .filter(answer -> !state(answer).startsWith("08") && !state(answer).startsWith("57P"))
        .isPresent();
  }

  /** Whether the id of a row is in its table already: an earlier try has stored it. */
  public static boolean isStoredAlready(Throwable failure) {
    return answer(failure)
        .filter(answer -> state(answer).equals(UNIQUE_VIOLATION))
        .filter(
            answer ->
                answer instanceof PgException refused
                    && refused.getConstraint() != null
                    && PRIMARY_KEY.matcher(refused.getConstraint()).matches())
        .isPresent();
  }

  /** Finds the failure with an SQLSTATE among the failure and its causes. */
  private static Optional<Throwable> answer(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (!state(each).isEmpty()) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The SQLSTATE; empty if the failure has no SQLSTATE. */
  private static String state(Throwable failure) {
    return switch (failure) {
      case PgException refused -> Objects.requireNonNullElse(refused.getSqlState(), "");
      case SQLException refused -> Objects.requireNonNullElse(refused.getSQLState(), "");
      default -> "";
    };
  }

  /**
   * Whether a partition is missing; Postgres reports this as a check violation without a
   * constraint.
   */
  private static boolean isNoPartition(Throwable answer) {
    return answer instanceof PgException refused
        && refused.getSqlState().equals(CHECK_VIOLATION)
        && refused.getConstraint() == null;
  }

  private static SqlFailure of(String state) {
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "22", "23", "54" -> DATA;
      case "42" -> STATEMENT;
      case "08", "57" -> PASSING;
      default -> OTHER;
    };
  }

  /**
   * Returns the SQLSTATE, or the class of a failure without an SQLSTATE; never a message, which may
   * quote data. Does not return if the failure is an {@link OutOfMemoryError}, which the result
   * would hide.
   */
  public static String cause(Throwable failure) {
    OutOfMemory.endProcessIfIn(failure);
    return answer(failure)
        .map(SqlFailure::state)
        .orElseGet(() -> failure.getClass().getSimpleName());
  }

  /** Turns the failure of a read into a {@link StorageAway}. */
  public static <T> Future<T> whileReading(Throwable failure) {
    return Future.failedFuture(away(failure, false));
  }

  /** Turns the failure of a change into a {@link StorageAway}; the change may have been made. */
  static <T> Future<T> whileChanging(Throwable failure) {
    return Future.failedFuture(away(failure, true));
  }

  private static StorageAway away(Throwable failure, boolean changePossible) {
    boolean isFault =
        switch (of(failure)) {
          case DATA, NO_PARTITION, STATEMENT -> true;
          case PASSING, OTHER -> false;
        };
    return new StorageAway(cause(failure), changePossible, isFault, failure);
  }
}
