package io.leadgate.persistence;

import io.leadgate.persistence.lane.Batch;
import io.leadgate.persistence.lane.BatchFailure;
import io.leadgate.persistence.lane.RowOutcome;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.SqlFailure;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes a batch once, and says what a failure means for its rows. Confined to one event loop. */
final class Try<T, R> {

  private final BatchTable<T, R> table;
  private final CommitGate gate;
  private final Batch<T, R> batch;

  /** Whether rows may have been sent to the server. */
  private boolean hasBegun;

  /** Whether the table has reported the commit. */
  private boolean isWritten;

  /** The table itself has failed, or has not answered for each row: a fault of this program. */
  private static final class TableFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableFault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  Try(BatchTable<T, R> table, CommitGate gate, Batch<T, R> batch) {
    this.table = table;
    this.gate = gate;
    this.batch = batch;
  }

  /** Writes all rows or none. */
  Future<List<R>> together(SqlConnection connection) {
    hasBegun = true;
    List<T> rows = batch.rows();
    return checked(rows, () -> table.write(connection, rows, batch.maybeStored()))
        .compose(results -> confirmed(connection, results));
  }

  /** Writes those rows that the server takes. */
  Future<List<RowOutcome<R>>> oneByOne(SqlConnection connection) {
    hasBegun = true;
    return OneByOne.write(table, batch, connection)
        .compose(outcomes -> confirmed(connection, outcomes));
  }

  private <X> Future<X> confirmed(SqlConnection connection, X written) {
    isWritten = true;
    return gate.confirm(connection).map(written);
  }

  /** Turns each failure of the table itself into a failure of the future. */
  static <T, R> Future<List<R>> checked(List<T> rows, Supplier<Future<List<R>>> write) {
    Future<List<R>> written;
    try {
      written = write.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(new TableFault("the table has failed", e));
    }
    return written.compose(
        results ->
            results.size() == rows.size()
                ? Future.succeededFuture(results)
                : Future.failedFuture(
                    new TableFault(results.size() + " results for " + rows.size(), null)));
  }

  /**
   * Whether the connection stays open after a failure of the batch: if the data are at fault.
   * Otherwise the next try gets a new connection, because the session may be at fault: it may have
   * an outdated plan, or be one of a server that has become a standby.
   */
  boolean leavesOpen(Throwable failure) {
    return hasBegun && !batch.isOneByOne() && SqlFailure.of(failure) == SqlFailure.DATA;
  }

  /** Whether the connection stays open after the outcomes: if it is proven, or if they prove it. */
  boolean leavesOpen(List<RowOutcome<R>> outcomes) {
    return batch.isConnectionProven() || outcomes.stream().anyMatch(RowOutcome::isJudged);
  }

  BatchFailure failure(Throwable failure) {
    return hasBegun
        ? new BatchFailure(
            kind(failure), SqlFailure.cause(failure), !isWritten && isRolledBack(failure))
        // The rows have nothing to do with what failed before they were sent.
        : new BatchFailure(BatchFailure.Kind.LOST, SqlFailure.cause(failure), true);
  }

  private static boolean isRolledBack(Throwable failure) {
    return SqlFailure.isRolledBack(failure) && !SqlFailure.isStoredAlready(failure);
  }

  private static BatchFailure.Kind kind(Throwable failure) {
    if (failure instanceof TableFault) {
      return BatchFailure.Kind.REFUSED;
    }
    if (failure instanceof TimeoutException) {
      return BatchFailure.Kind.LATE;
    }
    return switch (SqlFailure.of(failure)) {
      case DATA ->
          SqlFailure.isStoredAlready(failure) ? BatchFailure.Kind.REFUSED : BatchFailure.Kind.DATA;
      case NO_PARTITION -> BatchFailure.Kind.NO_PARTITION;
      case STATEMENT, PASSING, OTHER ->
          switch (SqlFailure.cause(failure)) {
            case SqlFailure.QUERY_CANCELLED -> BatchFailure.Kind.LATE;
            case SqlFailure.LOCK_NOT_AVAILABLE -> BatchFailure.Kind.LOCKED;
            default ->
                SqlFailure.isRolledBack(failure)
                    ? BatchFailure.Kind.REFUSED
                    : BatchFailure.Kind.LOST;
          };
    };
  }
}
