package io.leadgate.persistence;

import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/**
 * What a {@link GroupCommit} writes to.
 *
 * @param <T> a row that is to be written
 * @param <R> what became of it
 */
public interface BatchTable<T, R> {

  /**
   * Writes all of the rows, or none, and is committed when it completes.
   *
   * @param maybeThere whether an earlier try at the same rows had an unknown outcome: then rows
   *     that are there already are stored and no mistake
   * @return what became of each row, in their order
   */
  Future<List<R>> write(SqlConnection connection, List<T> rows, boolean maybeThere);

  /** What a row's sender is told that was not written. */
  R refused(Refusal refusal);
}
