package io.leadgate.persistence;

import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/**
 * Writes the batches of a {@link GroupCommit} to a table.
 *
 * @param <T> a row to be written
 * @param <R> the result of writing a row
 */
public interface BatchTable<T, R> {

  /**
   * Writes either all of the rows or no row. The rows are committed when the future completes.
   *
   * @param maybeStored whether an earlier try at these rows ended with an unknown outcome; if so, a
   *     row that is already in the table counts as stored
   * @return the result of each row, in the order of the rows
   */
  Future<List<R>> write(SqlConnection connection, List<T> rows, boolean maybeStored);

  /** Makes the result of a row that was refused and not written. */
  R refused(Refusal refusal);
}
