package io.leadgate.persistence;

import io.leadgate.persistence.lane.RowKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the batches of a {@link GroupCommit} to a table.
 *
 * @param <T> a row to be written
 * @param <R> the result of writing a row
 */
public interface BatchTable<T, R> extends RowKind<T, R> {

  /**
   * Writes either all of the rows or no row. The rows are committed when the future completes. If
   * the future fails with an error that the server has answered, then no row is stored.
   *
   * @param maybeStored whether an earlier try at these rows ended with an unknown outcome; if so, a
   *     row that is already in the table counts as stored
   * @return the result of each row, in the order of the rows
   */
  Future<List<R>> write(SqlConnection connection, List<T> rows, boolean maybeStored);

  /**
   * The same within an open transaction, which this method neither commits nor undoes. After a
   * failure nothing that the method has written stays, because the caller goes back to a savepoint.
   */
  default Future<List<R>> writeWithin(SqlConnection connection, List<T> rows, boolean maybeStored) {
    return write(connection, rows, maybeStored);
  }

  /**
   * The owner of a row: the credential that sent the row, or else the campaign to which the row was
   * sent.
   *
   * @param credentialId a client id that is proven
   */
  static Object owner(Optional<UUID> credentialId, int campaignId) {
    return credentialId.<Object>map(id -> id).orElse(campaignId);
  }
}
