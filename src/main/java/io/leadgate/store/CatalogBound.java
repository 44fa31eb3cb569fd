package io.leadgate.store;

import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bounds the memory that lead sources, lead types and campaigns together take on each node.
 *
 * @param bytesMax the most bytes, by weight
 */
public record CatalogBound(long bytesMax) {

  /** The deleted rows are left out, because no node has deleted rows in memory. */
  private static final String WEIGHT =
      Stream.of(new LeadSourceTable(), new LeadTypeTable(), new CampaignTable())
          .map(
              table ->
                  "(SELECT coalesce(sum(%s), 0) FROM %s WHERE deleted_at IS NULL)"
                      .formatted(table.weight(), table.name()))
          .collect(Collectors.joining(" + ", "SELECT (", ")::bigint AS weight"));

  /**
   * Runs a write in the caller's transaction, which must hold the lock that puts changes in order.
   * The result is {@link Change.CatalogFull} if the write makes the catalogue grow past the bound.
   * A write that does not make the catalogue grow is allowed past the bound too.
   */
  <T> Future<Change<T>> keep(SqlConnection connection, Supplier<Future<Change<T>>> write) {
    return weight(connection)
        .compose(
            before ->
                write
                    .get()
                    .compose(
                        written ->
                            weight(connection)
                                .map(
                                    after ->
                                        after > bytesMax && after > before
                                            ? new Change.CatalogFull<>()
                                            : written)));
  }

  public static Future<Long> weight(SqlConnection connection) {
    return connection
        .preparedQuery(WEIGHT)
        .execute()
        .map(rows -> Rows.one(rows, row -> row.getLong("weight")));
  }
}
