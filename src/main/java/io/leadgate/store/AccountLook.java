package io.leadgate.store;

import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.StorageAway;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Looks whether there is anything to write, before a change takes the lock that puts changes in
 * order.
 */
record AccountLook<T>(Pool pool, AccountRows<T> rows) {

  private static final long SECONDS_MAX = 5;

  /**
   * The result where there is nothing to write, once the standby has the row as it is; empty where
   * there is something to write. Fails with {@link StorageAway}.
   */
  Future<Optional<ChangeResult<T>>> settled(
      Optional<Integer> boundTo, int id, Function<T, Decision<T>> decide) {
    return StandbyWait.settled(
            pool,
            connection ->
                rows.find(connection, boundTo, id)
                    .map(
                        found ->
                            switch (decision(found, decide)) {
                              case Decision.Settled<T> settled -> Optional.of(settled.result());
                              case Decision.Write<T> write -> Optional.empty();
                            }))
        .timeout(SECONDS_MAX, TimeUnit.SECONDS)
        .recover(StorageAway::change);
  }

  static <T> Decision<T> decision(Optional<T> found, Function<T, Decision<T>> decide) {
    return found.map(decide).orElseGet(() -> new Decision.Settled<>(new ChangeResult.NotThere<>()));
  }
}
