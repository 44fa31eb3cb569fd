package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.domain.Slice;
import io.leadgate.postgres.SliceSql;
import io.leadgate.postgres.StorageAway;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads who changed what. It is written by {@link StateChange} alone. */
public final class AuditLog {

  private static final String LIST =
      SliceSql.cut(
          """
      SELECT id, at, actor_type, actor, action, subject, host(remote) AS remote, request_id,
        details::text AS details
      FROM audit_log WHERE id < $1 ORDER BY id DESC LIMIT $2 + 1
      """,
          "id DESC");

  private static final long SECONDS_MAX = 5;

  private final Pool pool;

  public AuditLog(Pool pool) {
    this.pool = pool;
  }

  /**
   * Newest first.
   *
   * @param before the id behind which to go on
   */
  public Future<Slice<AuditEntry>> list(Optional<Long> before, int limit) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.of(before.orElse(Long.MAX_VALUE), limit))
        .map(rows -> SliceSql.read(rows, limit, AuditLog::read))
        .timeout(SECONDS_MAX, TimeUnit.SECONDS)
        .recover(StorageAway::read);
  }

  private static AuditEntry read(Row row) {
    return new AuditEntry(
        row.getLong("id"),
        row.getOffsetDateTime("at").toInstant(),
        Actor.Type.of(row.getString("actor_type")),
        row.getString("actor"),
        row.getString("action"),
        row.getString("subject"),
        Optional.ofNullable(row.getString("remote")),
        Optional.ofNullable(row.getString("request_id")),
        row.getString("details"));
  }
}
