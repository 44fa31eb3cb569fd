package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.domain.Coded;
import io.leadgate.domain.Slice;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.SliceSql;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the log of changes, which {@link StateChange} and {@link ManyChanges} write. Thread-safe.
 */
public final class AuditLog {

  private static final String LIST =
      """
      SELECT found, id, at, actor_type, actor, action, subject, host(remote) AS remote, request_id,
        details::text AS details
      FROM (%s) entry ORDER BY id DESC
      """
          .formatted(
              SliceSql.cut(
                  "SELECT * FROM audit_log WHERE id < $1 ORDER BY id DESC LIMIT $2 + 1",
                  "id DESC",
                  "octet_length(concat(actor, action, subject, request_id, details))"));

  private final Pool pool;

  /**
   * A change, as the log has it.
   *
   * @param action the table and the verb, as in {@code campaign.update}
   * @param subject the id of the changed row
   * @param details the text of a JSON object; never a secret
   */
  public record Entry(
      long id,
      Instant at,
      Actor.Type actorType,
      String actor,
      String action,
      String subject,
      Optional<String> remote,
      Optional<String> requestId,
      String details) {}

  public AuditLog(Pool pool) {
    this.pool = pool;
  }

  /**
   * Lists the changes, newest first. Fails with {@link StorageAway}.
   *
   * @param before the id behind which the page begins
   */
  public Future<Slice<Entry>> list(Optional<Long> before, int limit) {
    return TimeLimit.READ.on(
        pool.preparedQuery(LIST)
            .execute(Tuple.of(before.orElse(Long.MAX_VALUE), limit))
            .map(rows -> SliceSql.read(rows, limit, AuditLog::read)));
  }

  private static Entry read(Row row) {
    return new Entry(
        row.getLong("id"),
        row.getOffsetDateTime("at").toInstant(),
        Coded.stored(Actor.Type.class, row.getString("actor_type")),
        row.getString("actor"),
        row.getString("action"),
        row.getString("subject"),
        Optional.ofNullable(row.getString("remote")),
        Optional.ofNullable(row.getString("request_id")),
        row.getString("details"));
  }
}
