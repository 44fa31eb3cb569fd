package io.leadgate.store;

import io.leadgate.domain.Credential;
import io.leadgate.domain.Slice;
import io.leadgate.postgres.SliceSql;
import io.leadgate.postgres.StorageAway;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Reads credentials for admins: from Postgres and not from this node's memory, so that what one
 * node answered is there on every other at once, and so is when a credential was last used, of
 * which the nodes hear nothing. What it returns fails with {@link StorageAway} and nothing else.
 */
public final class CredentialReader {

  private static final String LIST = SliceSql.cut(CredentialRows.PAGE, CredentialRows.ORDER);
  private static final long SECONDS_MAX = 5;

  private final Pool pool;

  public CredentialReader(Pool pool) {
    this.pool = pool;
  }

  /** A row, which nobody may understand. */
  private record Found(UUID clientId, Optional<Credential> credential) {

    /** The catalogue tells of one that cannot be understood; it must not hide the others. */
    static Found of(Row row) {
      UUID clientId = row.getUUID("client_id");
      try {
        return new Found(clientId, Optional.of(CredentialRows.read(row)));
      } catch (RuntimeException e) {
        return new Found(clientId, Optional.empty());
      }
    }
  }

  /**
   * In the order of their creation.
   *
   * @param after the client id behind which to go on
   * @return empty where there is no credential with that client id
   */
  public Future<Optional<Slice<Credential>>> list(Optional<UUID> after, int limit) {
    return page(after, limit)
        .compose(
            found ->
                found.items().isEmpty() && after.isPresent()
                    ? CredentialRows.exists(pool, after.get()).map(is -> when(is, found))
                    : Future.succeededFuture(Optional.of(found)))
        .timeout(SECONDS_MAX, TimeUnit.SECONDS)
        .recover(StorageAway::read);
  }

  private static <T> Optional<T> when(boolean condition, T value) {
    return condition ? Optional.of(value) : Optional.empty();
  }

  private Future<Slice<Credential>> page(Optional<UUID> after, int limit) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.of(after.orElse(null), limit))
        .map(rows -> SliceSql.read(rows, limit, Found::of))
        .compose(found -> understood(found, limit));
  }

  /** A page of which nothing can be understood is passed over: an empty one would be the end. */
  private Future<Slice<Credential>> understood(Slice<Found> found, int limit) {
    List<Credential> items =
        found.items().stream().map(Found::credential).flatMap(Optional::stream).toList();
    return items.isEmpty() && found.more()
        ? page(Optional.of(found.items().getLast().clientId()), limit)
        : Future.succeededFuture(new Slice<>(items, found.more()));
  }

  public Future<Optional<Credential>> find(UUID clientId) {
    return CredentialRows.find(pool, clientId)
        .timeout(SECONDS_MAX, TimeUnit.SECONDS)
        .recover(StorageAway::read);
  }
}
