package io.leadgate.persistence;

import io.leadgate.persistence.lane.Batch;
import io.leadgate.persistence.lane.BatchFailure;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.SqlFailure;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Writes a batch once, and says what a failure means for its rows. Confined to one event loop. */
final class Try<T, R> {

  /** The longest wait for a lock in a trial. A trial is to find the row that waits, not to wait. */
  private static final String SHORT_WAITS = "SET lock_timeout = '50ms'";

  private static final String USUAL_WAITS = "RESET lock_timeout";

  private final BatchTable<T, R> table;
  private final CommitGate gate;
  private final Batch<T, R> batch;

  /** Whether the table has reported the commit. */
  private boolean isWritten;

  /** Whether a trial has left the session as it was. */
  private boolean hasUsualWaits;

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

  Future<List<R>> run(SqlConnection connection) {
    return (batch.isTrial() ? writeWithShortWaits(connection) : write(connection))
        .compose(
            results -> {
              isWritten = true;
              return gate.confirm(connection).map(results);
            });
  }

  private Future<List<R>> writeWithShortWaits(SqlConnection connection) {
    return connection
        .query(SHORT_WAITS)
        .execute()
        .compose(set -> write(connection))
        .transform(
            (results, failure) ->
                connection
                    .query(USUAL_WAITS)
                    .execute()
                    .onSuccess(reset -> hasUsualWaits = true)
                    .transform(
                        (reset, notReset) -> {
                          Throwable first = failure == null ? notReset : failure;
                          return first == null
                              ? Future.succeededFuture(results)
                              : Future.failedFuture(first);
                        }));
  }

  private Future<List<R>> write(SqlConnection connection) {
    List<T> rows = batch.rows();
    Future<List<R>> written;
    try {
      written = table.write(connection, rows, batch.maybeStored());
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
   * Whether the connection stays open after a failure: if the data are at fault, and where the
   * batch keeps it. Otherwise the next try gets a new connection, because the session may be at
   * fault: it may have an outdated plan, or be one of a server that has become a standby.
   */
  boolean leavesOpen(Throwable failure) {
    return SqlFailure.of(failure) == SqlFailure.DATA
        || (batch.keepsConnection() && hasUsualWaits && SqlFailure.isRolledBack(failure));
  }

  BatchFailure failure(Throwable failure) {
    return new BatchFailure(
        kind(failure),
        SqlFailure.cause(failure),
        !isWritten && SqlFailure.isRolledBack(failure) && !SqlFailure.isStoredAlready(failure));
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
