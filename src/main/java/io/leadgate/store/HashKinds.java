package io.leadgate.store;

import io.leadgate.domain.Coded;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.HashKind;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Keeps the kinds of hashes that the duplicate rules of all campaigns need.
 *
 * <p>A rule that is set is wanted first, and judges as soon as all of its kinds are active: each
 * stored lead that the rule can reach has its hash. Until then the rule before goes on judging. A
 * kind that no rule needs is deleted, so that nodes hash no more leads; its hashes are left to the
 * sweep.
 */
public final class HashKinds {

  /** The most kinds that concern a campaign: of the campaign, its lead source and the database. */
  public static final int PER_CAMPAIGN_MAX = 8;

  /**
   * A query for the kinds that a node must know: the rows that were written or deleted after the
   * version {@code $1}; for version 0, all rows that are not deleted.
   */
  public static final String CHANGED =
      "SELECT id, within, scope_id, names, deleted_at IS NOT NULL AS is_deleted FROM hash_kind"
          + " WHERE changed_in > $1 AND ($1 > 0 OR deleted_at IS NULL)";

  private static final CampaignTable CAMPAIGNS = new CampaignTable();

  /** No lead has an id that is as great. */
  private static final UUID NO_LEADS = new UUID(-1, -1);

  private static final UUID ALL_LEADS = new UUID(0, 0);

  private static final String RULED =
      """
      SELECT %s, created_at = now() AS is_new FROM campaign
      WHERE deleted_at IS NULL AND (duplicate_rules IS NOT NULL OR judged_rules IS NOT NULL)
      ORDER BY id
      """
          .formatted(CAMPAIGNS.selectionForNodes());

  private static final String KNOWN =
      "SELECT id, within, scope_id, names, state = 'active' AS is_active, covers_from"
          + " FROM hash_kind WHERE deleted_at IS NULL";

  private static final String NOW = "SELECT now() AS at";

  private static final String PROMOTE =
      "UPDATE campaign SET judged_rules = duplicate_rules WHERE id = ANY ($1)";

  /** The building begins anew. */
  private static final String ANEW =
      """
      made_at = clock_timestamp(), ready_in = NULL, build_from = NULL, build_to = NULL,
      next_campaign = 0, next_id = '00000000-0000-0000-0000-000000000000', hashed = 0\
      """;

  private static final String MAKE =
      """
      INSERT INTO hash_kind (within, scope_id, names, state, covers_from, to_hash)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (within, scope_id, names) DO UPDATE SET state = excluded.state,
        covers_from = excluded.covers_from, to_hash = excluded.to_hash, deleted_at = NULL, %s
      """
          .formatted(ANEW);

  private static final String EXTEND =
      "UPDATE hash_kind SET state = 'building', to_hash = NULL, %s WHERE id = ANY ($1)"
          .formatted(ANEW);

  private static final String RETIRE =
      "UPDATE hash_kind SET deleted_at = now() WHERE id = ANY ($1)";

  private HashKinds() {}

  /** Reads a kind that a node must know. */
  public static HashKind read(Row row) {
    return new HashKind(
        Coded.stored(DuplicateRules.Within.class, row.getString("within")),
        row.getInteger("scope_id"),
        List.of(row.getArrayOfStrings("names")));
  }

  /**
   * Makes, extends and retires kinds as the rules of all campaigns need, and lets those rules judge
   * whose kinds are all active. Writes nothing where nothing has to change.
   *
   * <p>The plan is made off the event loop, because there may be thousands of rules. The
   * transaction must hold the lock of {@code raise_state_version()}, and must have taken the lock
   * before it wrote a row of {@code hash_kind}.
   *
   * @return whether the kinds are within the bound. False if this call made kinds by which more
   *     than {@link #PER_CAMPAIGN_MAX} concern a campaign; rules from before the bound are allowed
   *     to stay past the bound
   */
  public static Future<Boolean> settle(SqlConnection connection) {
    Future<RowSet<Row>> campaigns = connection.preparedQuery(RULED).execute();
    Future<RowSet<Row>> known = connection.preparedQuery(KNOWN).execute();
    Future<RowSet<Row>> now = connection.preparedQuery(NOW).execute();
    return Future.all(campaigns, known, now)
        .compose(
            read ->
                Vertx.currentContext()
                    .executeBlocking(
                        () ->
                            HashPlan.of(
                                readable(campaigns.result(), HashKinds::ruled),
                                readable(known.result(), HashKinds::known),
                                Rows.one(now.result(), HashKinds::time))))
        .compose(plan -> write(connection, plan).map(plan.fits()));
  }

  private static Instant time(Row row) {
    return row.getOffsetDateTime("at").toInstant();
  }

  private static HashPlan.Ruled ruled(Row row) {
    return new HashPlan.Ruled(CAMPAIGNS.read(row), row.getBoolean("is_new"));
  }

  private static HashPlan.Known known(Row row) {
    return new HashPlan.Known(
        row.getInteger("id"), read(row), row.getBoolean("is_active"), row.getUUID("covers_from"));
  }

  /** Leaves out the rows that cannot be read, because no node knows such a row. */
  private static <T> List<T> readable(RowSet<Row> rows, Function<Row, T> read) {
    return Rows.all(rows, row -> KeyedRow.of(row.getInteger("id"), row, read)).stream()
        .flatMap(row -> row.value().stream())
        .toList();
  }

  private static Future<Void> write(SqlConnection connection, HashPlan plan) {
    return onEach(connection, PROMOTE, plan.promoted())
        .compose(done -> make(connection, plan.made()))
        .compose(done -> onEach(connection, EXTEND, plan.extended()))
        .compose(done -> onEach(connection, RETIRE, plan.retired()));
  }

  /** Runs no statement without rows, because each statement raises the version. */
  private static Future<Void> onEach(SqlConnection connection, String update, List<Integer> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : connection
            .preparedQuery(update)
            .execute(Tuple.of(ids.toArray(Integer[]::new)))
            .mapEmpty();
  }

  private static Future<Void> make(SqlConnection connection, List<HashPlan.Made> made) {
    return made.isEmpty()
        ? Future.succeededFuture()
        : connection
            .preparedQuery(MAKE)
            .executeBatch(made.stream().map(HashKinds::values).toList())
            .mapEmpty();
  }

  private static Tuple values(HashPlan.Made made) {
    HashKind kind = made.kind();
    return Tuple.of(
        kind.within().code(),
        kind.scopeId(),
        kind.names().toArray(String[]::new),
        made.isActive() ? "active" : "building",
        made.isActive() ? ALL_LEADS : NO_LEADS,
        made.isActive() ? 0L : null);
  }
}
