package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.domain.AuditFilter;
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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads the log of changes, which {@link StateChange} and {@link ManyChanges} write. Thread-safe.
 */
public final class AuditLog {

  private static final String ORDER = "id DESC";
  private static final String BYTES =
      "octet_length(concat(actor, action, subject, request_id, details))";

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
    return list(AuditFilter.ALL, before, limit);
  }

  /**
   * Lists the changes that fit a filter, newest first. Fails with {@link StorageAway}.
   *
   * @param before the id behind which the page begins
   */
  public Future<Slice<Entry>> list(AuditFilter filter, Optional<Long> before, int limit) {
    Tuple values = Tuple.of(before.orElse(Long.MAX_VALUE), limit);
    return read(SliceSql.cut(query(filter, values), ORDER, BYTES), values, limit);
  }

  /** Lists like {@link #list}, and cuts the page so short that one step may write it. */
  public Future<Slice<Entry>> listShort(AuditFilter filter, Optional<Long> before, int limit) {
    Tuple values = Tuple.of(before.orElse(Long.MAX_VALUE), limit);
    return read(SliceSql.cutShort(query(filter, values), ORDER, BYTES), values, limit);
  }

  private Future<Slice<Entry>> read(String page, Tuple values, int limit) {
    return TimeLimit.READ.on(
        pool.preparedQuery(
                """
                SELECT found, id, at, actor_type, actor, action, subject, host(remote) AS remote,
                  request_id, details::text AS details
                FROM (%s) entry ORDER BY id DESC
                """
                    .formatted(page))
            .execute(values)
            .map(rows -> SliceSql.read(rows, limit, AuditLog::read)));
  }

  /** Has only the conditions that filter, so that Postgres finds the index of a subject. */
  private static String query(AuditFilter filter, Tuple values) {
    StringBuilder query = new StringBuilder("SELECT * FROM audit_log WHERE id < $1");
    filter.actor().ifPresent(actor -> add(query, "actor = $%d", values.addString(actor)));
    filter
        .action()
        .ifPresent(
            action ->
                add(
                    query,
                    action.endsWith(".") ? "starts_with(action, $%d)" : "action = $%d",
                    values.addString(action)));
    filter.subject().ifPresent(subject -> add(query, "subject = $%d", values.addString(subject)));
    filter.from().ifPresent(from -> add(query, "at >= $%d", values.addOffsetDateTime(utc(from))));
    filter.to().ifPresent(to -> add(query, "at < $%d", values.addOffsetDateTime(utc(to))));
    return query.append(" ORDER BY id DESC LIMIT $2 + 1").toString();
  }

  private static void add(StringBuilder query, String condition, Tuple values) {
    query.append(" AND ").append(condition.formatted(values.size()));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
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
