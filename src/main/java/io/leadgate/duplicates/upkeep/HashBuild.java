package io.leadgate.duplicates.upkeep;

import io.leadgate.duplicates.upkeep.BuildingKind.Phase;
import io.leadgate.duplicates.upkeep.WorkTurn.Outcome;
import io.leadgate.postgres.Rows;
import io.leadgate.store.HashKinds;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds the kinds of hashes that a new duplicate rule needs: hashes the leads that were stored
 * without the hash, and then lets the rule judge.
 *
 * <p>Nodes that do not know the kind yet store leads without the hash. The hashing therefore begins
 * when each node knows the kind, all leads from before are out of their queues, and no transaction
 * is left that was open then. Each lead is then stored with the hash, or is found by the hashing.
 *
 * <p>Kinds that begin together are built together, in one reading of the leads. A chunk and the
 * place at which the next chunk begins are one transaction, so any node can go on, and a chunk that
 * is done twice does no harm. Confined to one event loop.
 */
final class HashBuild {

  private static final int ROWS_MAX = 500;
  private static final int ROWS_MIN = 8;

  /** The most kinds of a chunk, because the chunk ends with a write to the row of each. */
  private static final int KINDS_MAX = 500;

  /** The time in which each node reads a change of the state (catalog.poll), amply. */
  private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(1);

  static final String IS_BUILDING = "state = 'building' AND deleted_at IS NULL";

  private static final String SEE =
      "UPDATE hash_kind SET seen_at = clock_timestamp()"
          + " WHERE (seen_at IS NULL OR seen_at < made_at) AND "
          + IS_BUILDING;

  private static final String NOTE =
      """
      UPDATE hash_kind SET ready_in = pg_current_xact_id()
      WHERE seen_at >= made_at AND seen_at <= clock_timestamp() - $1 * interval '1 ms'
        AND ready_in IS NULL AND %s
      """
          .formatted(IS_BUILDING);

  /** Takes the range of ids with a minute's margin, because the clocks of nodes are apart. */
  private static final String BEGIN =
      """
      UPDATE hash_kind SET build_from = %s, build_to = %s,
        next_campaign = 0, next_id = '00000000-0000-0000-0000-000000000000', hashed = 0
      WHERE id = $1 AND ready_in < pg_snapshot_xmin(pg_current_snapshot()) AND build_to IS NULL AND %s
      """
          .formatted(
              LookBack.leastIdAt("now() - $2 * interval '24 hours'"),
              LookBack.leastIdAt("now() + interval '1 minute'"),
              IS_BUILDING);

  private static final String COUNT =
      """
      UPDATE hash_kind AS k SET to_hash = CASE k.within
        WHEN 'campaign' THEN
          (SELECT count(*) FROM lead AS l
            WHERE l.campaign_id = k.scope_id AND l.id BETWEEN k.build_from AND k.build_to)
        WHEN 'lead_source' THEN
          (SELECT coalesce(sum(part.leads), 0) FROM campaign AS c CROSS JOIN LATERAL (
            SELECT count(*) AS leads FROM lead AS l
            WHERE l.campaign_id = c.id AND l.id BETWEEN k.build_from AND k.build_to
          ) AS part WHERE c.lead_source_id = k.scope_id)
        ELSE
          (SELECT count(*) FROM lead AS l WHERE l.id BETWEEN k.build_from AND k.build_to)
        END
      WHERE k.id = ANY ($1)
      """;

  private static final String COMPLETE =
      """
      UPDATE hash_kind SET state = 'active', covers_from = least(covers_from, build_from)
      WHERE id = ANY ($1) AND build_to IS NOT NULL AND %s
      """
          .formatted(IS_BUILDING);

  private final Vertx vertx;
  private final Duration wait;
  private final Telemetry telemetry;

  /** The most leads of a chunk; fewer after a failure, which may be a chunk that took too long. */
  private int rowsMax = ROWS_MAX;

  /**
   * @param leadWaitMax the longest time from the making of a lead to its commit
   */
  HashBuild(Vertx vertx, Duration leadWaitMax, Telemetry telemetry) {
    this.vertx = vertx;
    this.wait = KNOWN_EVERYWHERE.plus(leadWaitMax);
    this.telemetry = telemetry;
  }

  /** Does the next step. A failed step has changed nothing. */
  Future<Outcome> step(SqlConnection connection) {
    List<Event> events = new ArrayList<>();
    return WorkTurn.run(
            connection,
            work ->
                connection
                    .preparedQuery(BuildingKind.READ)
                    .execute(Tuple.of(wait.toMillis()))
                    .map(rows -> Rows.all(rows, BuildingKind::of))
                    .compose(kinds -> next(connection, kinds, events)))
        .onSuccess(
            outcome -> {
              rowsMax = Math.min(ROWS_MAX, 2 * rowsMax);
              events.forEach(telemetry::emit);
            })
        .onFailure(failure -> rowsMax = Math.max(ROWS_MIN, rowsMax / 2));
  }

  private Future<Outcome> next(
      SqlConnection connection, List<BuildingKind> kinds, List<Event> events) {
    if (kinds.isEmpty()) {
      return Future.succeededFuture(Outcome.NOTHING);
    }
    if (has(kinds, Phase.DONE)) {
      return complete(connection, in(kinds, Phase.DONE).toList(), events);
    }
    if (has(kinds, Phase.NEW)) {
      return connection.query(SEE).execute().map(Outcome.WORKED);
    }
    if (has(kinds, Phase.KNOWN)) {
      return connection.preparedQuery(NOTE).execute(Tuple.of(wait.toMillis())).map(Outcome.WORKED);
    }
    if (has(kinds, Phase.ALONE)) {
      return begin(connection, in(kinds, Phase.ALONE).toList());
    }
    return in(kinds, Phase.BEGUN)
        .findFirst()
        .map(
            first ->
                HashChunk.of(
                        in(kinds, Phase.BEGUN).filter(first::goesWith).limit(KINDS_MAX).toList())
                    .hash(vertx, connection, rowsMax, events)
                    .map(Outcome.WORKED))
        .orElseGet(() -> Future.succeededFuture(Outcome.WAITS));
  }

  private static boolean has(List<BuildingKind> kinds, Phase phase) {
    return in(kinds, phase).findAny().isPresent();
  }

  private static Stream<BuildingKind> in(List<BuildingKind> kinds, Phase phase) {
    return kinds.stream().filter(kind -> kind.phase() == phase);
  }

  private static Integer[] ids(List<BuildingKind> kinds) {
    return kinds.stream().map(BuildingKind::id).toArray(Integer[]::new);
  }

  private static Future<Outcome> begin(SqlConnection connection, List<BuildingKind> kinds) {
    return LookBack.days(connection)
        .compose(
            days ->
                connection
                    .preparedQuery(BEGIN)
                    .executeBatch(
                        kinds.stream()
                            .map(row -> Tuple.of(row.id(), days.getOrDefault(row.kind(), 0)))
                            .toList()))
        .compose(begun -> count(connection, ids(kinds)))
        .map(Outcome.WORKED);
  }

  /** Counts the leads that are to be hashed, unless the count takes too long. */
  private static Future<Void> count(SqlConnection connection, Integer[] ids) {
    return connection
        .query("SAVEPOINT uncounted")
        .execute()
        .compose(saved -> connection.preparedQuery(COUNT).execute(Tuple.of((Object) ids)))
        .<Void>mapEmpty()
        .recover(
            tooLong -> connection.query("ROLLBACK TO SAVEPOINT uncounted").execute().mapEmpty());
  }

  /** Raises the version before a row of the state is locked, as every change of the state does. */
  private static Future<Outcome> complete(
      SqlConnection connection, List<BuildingKind> kinds, List<Event> events) {
    return connection
        .query("SELECT raise_state_version()")
        .execute()
        .compose(
            raised -> connection.preparedQuery(COMPLETE).execute(Tuple.of((Object) ids(kinds))))
        .compose(completed -> HashKinds.settle(connection))
        .map(
            settled -> {
              events.add(new Event.HashKindsReady(kinds.size()));
              return Outcome.WORKED;
            });
  }
}
