package io.leadgate.store;

import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the times at which credentials and secrets were last used. A write raises no version,
 * because no node has these times in memory, and its commit waits for no standby. Thread-safe.
 */
public final class LastUseTable {

  /**
   * Writes the later of the stored and the given time. The rows are locked in one order, so that
   * nodes which write at once do not block each other.
   */
  private static final String UPDATE =
      """
      WITH %3$s
      UPDATE %1$s SET last_used_at = seen.at FROM alone, (
        SELECT %1$s.%2$s AS id, used.at
        FROM %1$s JOIN unnest($1::uuid[], $2::timestamptz[]) AS used (id, at) ON %1$s.%2$s = used.id
        WHERE last_used_at IS NULL OR last_used_at < used.at
        ORDER BY 1 FOR NO KEY UPDATE OF %1$s
      ) AS seen WHERE %1$s.%2$s = seen.id
      """;

  private static final String CREDENTIALS =
      UPDATE.formatted("credential", "client_id", StandbyWait.ALONE_WITHIN);
  private static final String SECRETS =
      UPDATE.formatted("credential_secret", "id", StandbyWait.ALONE_WITHIN);

  private final Pool pool;

  public LastUseTable(Pool pool) {
    this.pool = pool;
  }

  /**
   * Writes the times. Fails with {@link StorageAway}; the caller may then write all times again.
   *
   * @param credentials the times of use, by client id
   * @param secrets the times of use, by secret id
   */
  public Future<Void> write(Map<UUID, Instant> credentials, Map<UUID, Instant> secrets) {
    return TimeLimit.SHORT_CHANGE.on(
        write(CREDENTIALS, credentials).compose(written -> write(SECRETS, secrets)));
  }

  /**
   * Writes one table's times in a transaction of its own, so that no transaction holds a row of a
   * table while it waits for a row of another table.
   */
  private Future<Void> write(String update, Map<UUID, Instant> used) {
    List<UUID> ids = List.copyOf(used.keySet());
    OffsetDateTime[] times =
        ids.stream()
            .map(id -> used.getOrDefault(id, Instant.EPOCH).atOffset(ZoneOffset.UTC))
            .toArray(OffsetDateTime[]::new);
    return pool.preparedQuery(update)
        .execute(
            Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)).addArrayOfOffsetDateTime(times))
        .mapEmpty();
  }
}
