package io.leadgate.store;

import io.leadgate.domain.Slice;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the names of the objects of one kind. Each future fails with {@link StorageAway} and
 * nothing else. Thread-safe.
 */
public final class Names {

  private final Pool pool;
  private final String first;
  private final String ofIds;

  /** An object that is not deleted, by its name. */
  public record Named(int id, String name) {}

  private Names(Pool pool, String table) {
    this.pool = pool;
    first =
        "SELECT id, name FROM %s WHERE deleted_at IS NULL ORDER BY lower(name), id LIMIT $1"
            .formatted(table);
    ofIds = "SELECT id, name FROM %s WHERE id = ANY ($1)".formatted(table);
  }

  public static Names ofLeadSources(Pool pool) {
    return new Names(pool, "lead_source");
  }

  public static Names ofLeadTypes(Pool pool) {
    return new Names(pool, "lead_type");
  }

  /** Lists the objects in the order of their names. */
  public Future<Slice<Named>> first(int limit) {
    return TimeLimit.READ.on(
        pool.preparedQuery(first)
            .execute(Tuple.of(limit + 1))
            .map(
                rows ->
                    Rows.all(rows, row -> new Named(row.getInteger("id"), row.getString("name"))))
            .map(found -> Slice.of(found, limit)));
  }

  /** The names by id. */
  public Future<Map<Integer, String>> of(Collection<Integer> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : TimeLimit.READ.on(
            pool.preparedQuery(ofIds)
                .execute(Tuple.of((Object) List.copyOf(ids).toArray(Integer[]::new)))
                .map(
                    rows ->
                        Rows.all(
                                rows, row -> new Named(row.getInteger("id"), row.getString("name")))
                            .stream()
                            .collect(Collectors.toMap(Named::id, Named::name))));
  }
}
