package io.leadgate.persistence;

import io.leadgate.persistence.lane.Batch;
import io.leadgate.persistence.lane.BatchFailure;
import io.leadgate.persistence.lane.RowOutcome;
import io.leadgate.postgres.SqlFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes the rows of a batch one by one in a single transaction, each behind a savepoint, so that
 * the server undoes a row that it refuses and keeps the others. A single commit stores them, so a
 * slow commit delays them once. Confined to one event loop.
 */
final class OneByOne<T, R> {

  /**
   * A row waits a short time for a lock, because the other rows wait for the row. The rows are not
   * in the order in which other transactions lock keys, and this ends a wait in a circle as well.
   */
  private static final String BEGIN = "BEGIN; SET LOCAL lock_timeout = '50ms'; SAVEPOINT one";

  private static final String KEEP = "RELEASE SAVEPOINT one; SAVEPOINT one";
  private static final String UNDO = "ROLLBACK TO SAVEPOINT one";

  /**
   * In a transaction that has failed as a whole, Postgres would answer a COMMIT with success and
   * roll back. The SELECT fails there.
   */
  private static final String COMMIT = "SELECT; COMMIT";

  /** The time after which no further row is begun, because the locks are held until the end. */
  private static final long MAX_NANOS = Duration.ofMillis(250).toNanos();

  private final BatchTable<T, R> table;
  private final Batch<T, R> batch;
  private final SqlConnection connection;
  private final List<T> rows;
  private final List<RowOutcome<R>> outcomes = new ArrayList<>();
  private final Promise<List<RowOutcome<R>>> done = Promise.promise();
  private final long end = System.nanoTime() + MAX_NANOS;

  /** The rows that have failed for another cause than their data. */
  private int failed;

  private OneByOne(BatchTable<T, R> table, Batch<T, R> batch, SqlConnection connection) {
    this.table = table;
    this.batch = batch;
    this.connection = connection;
    this.rows = batch.rows();
  }

  /** Completes with the outcome of each row when the transaction is committed. */
  static <T, R> Future<List<RowOutcome<R>>> write(
      BatchTable<T, R> table, Batch<T, R> batch, SqlConnection connection) {
    OneByOne<T, R> writing = new OneByOne<>(table, batch, connection);
    writing.then(BEGIN, writing::next);
    return writing.done.future();
  }

  private void then(String sql, Runnable next) {
    connection.query(sql).execute().onComplete(did -> next.run(), done::tryFail);
  }

  private void next() {
    int place = outcomes.size();
    boolean isInVain = failed == place && Batch.isInVain(failed);
    if (place == rows.size() || isInVain || isLate(place)) {
      commit();
      return;
    }
    List<T> row = List.of(rows.get(place));
    boolean maybeStored = batch.maybeStored(place);
    Try.checked(row, () -> table.writeWithin(connection, row, maybeStored))
        .onComplete(written -> keep(written.getFirst()), this::undo);
  }

  /** The first row is always tried, so that each transaction gets on. */
  private boolean isLate(int place) {
    return place > 0 && System.nanoTime() - end > 0;
  }

  private void keep(R result) {
    outcomes.add(new RowOutcome.Written<>(result));
    // The server takes the next row behind this, so nothing waits for the answer.
    connection.query(KEEP).execute().onFailure(done::tryFail);
    next();
  }

  /** Where the session is lost, the savepoint is lost as well, and the whole batch fails. */
  private void undo(Throwable failure) {
    BatchFailure told = failure(failure);
    outcomes.add(new RowOutcome.Failed<>(told));
    if (told.kind() != BatchFailure.Kind.DATA) {
      failed++;
    }
    then(UNDO, this::next);
  }

  private static BatchFailure failure(Throwable failure) {
    boolean isStored = SqlFailure.isStoredAlready(failure);
    BatchFailure.Kind kind =
        switch (SqlFailure.of(failure)) {
          case DATA -> isStored ? BatchFailure.Kind.REFUSED : BatchFailure.Kind.DATA;
          case NO_PARTITION -> BatchFailure.Kind.NO_PARTITION;
          case STATEMENT, PASSING, OTHER -> BatchFailure.Kind.REFUSED;
        };
    return new BatchFailure(kind, SqlFailure.cause(failure), !isStored);
  }

  private void commit() {
    List<RowOutcome<R>> all = new ArrayList<>(outcomes);
    all.addAll(Collections.nCopies(rows.size() - all.size(), new RowOutcome.Untried<>()));
    then(COMMIT, () -> done.tryComplete(all));
  }
}
