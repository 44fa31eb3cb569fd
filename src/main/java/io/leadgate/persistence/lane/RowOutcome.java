package io.leadgate.persistence.lane;

/**
 * The outcome of a row of a committed transaction in which rows were written one by one.
 *
 * @param <R> the result of a row
 */
public sealed interface RowOutcome<R> {

  record Written<R>(R result) implements RowOutcome<R> {}

  /** The server has refused the row, and kept the others. */
  record Failed<R>(BatchFailure failure) implements RowOutcome<R> {}

  /** The transaction had ended before the turn of the row. */
  record Untried<R>() implements RowOutcome<R> {}

  /**
   * Whether the server has judged the row: it has written the row, or refused its data. Another
   * failure may be that of all rows.
   */
  default boolean isJudged() {
    return switch (this) {
      case Written<R> written -> true;
      case Failed<R> failed -> failed.failure().kind() == BatchFailure.Kind.DATA;
      case Untried<R> untried -> false;
    };
  }
}
