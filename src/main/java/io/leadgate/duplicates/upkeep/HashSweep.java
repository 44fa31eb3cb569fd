package io.leadgate.duplicates.upkeep;

import io.leadgate.duplicates.upkeep.WorkTurn.Outcome;
import io.leadgate.duplicates.upkeep.WorkTurn.Work;
import io.leadgate.postgres.Rows;
import io.leadgate.store.HashKinds;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/**
 * Deletes the hashes that no rule can need any more: those of leads that are older than the longest
 * look-back in force, and all where no rule is left. The sweep reads the table in the order of its
 * pages, so no index on the age of hashes is paid for with each lead.
 *
 * <p>A lead carries the end of its look-back from when it was received, so a hash is kept longer by
 * the time for which a lead may be under way. Each step locks the state and reads the rules anew,
 * because a rule with a longer look-back needs older hashes from the moment when it is made. What
 * the kinds cover is lowered in the same transaction, so that such a rule lets the kinds be built
 * anew, if it comes later.
 *
 * <p>The sweep never waits for a batch: it passes over a hash that a batch has locked, and the next
 * sweep finds the hash. Confined to one event loop.
 */
final class HashSweep {

  /** Some 8,000 hashes. */
  private static final int PAGES = 64;

  /** For the difference of the clocks of nodes. */
  private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(1);

  /** A kind that is being built covers what its building reads, when the building is done. */
  private static final String UNCOVER =
      """
      UPDATE hash_kind SET covers_from = greatest(covers_from, $1),
        build_from = CASE WHEN build_from < $1 THEN $1 ELSE build_from END
      WHERE covers_from < $1 OR build_from < $1
      """;

  private static final String PAGES_THERE =
      "SELECT pg_relation_size('duplicate') / current_setting('block_size')::bigint AS pages";

  private static final String DELETE =
      """
      WITH old AS MATERIALIZED (
        SELECT ctid FROM duplicate
        WHERE ctid >= $1::text::tid AND ctid < $2::text::tid AND lead_id < $3
        FOR UPDATE SKIP LOCKED
      ), swept AS (
        DELETE FROM duplicate WHERE ctid = ANY (ARRAY(SELECT ctid FROM old)) RETURNING h
      )
      SELECT count(*)::int AS hashes FROM swept
      """;

  private static final String GO_ON = "UPDATE duplicate_work SET sweep_page = $1";

  private static final String END =
      "UPDATE duplicate_work SET sweep_page = 0, sweep_at = clock_timestamp() + $1 * interval '1 ms'";

  private final Duration every;
  private final Duration late;
  private final Telemetry telemetry;

  /**
   * @param every the time from the end of a sweep to the next sweep
   * @param leadWaitMax the longest time from the head of a lead's request to the lead's commit
   */
  HashSweep(Duration every, Duration leadWaitMax, Telemetry telemetry) {
    this.every = every;
    this.late = leadWaitMax.plus(CLOCKS_APART_MAX);
    this.telemetry = telemetry;
  }

  /** Does the next step. A failed step has changed nothing. */
  Future<Outcome> step(SqlConnection connection) {
    int[] swept = new int[1];
    return WorkTurn.run(
            connection,
            work ->
                work.sweepIsDue()
                    ? sweep(connection, work)
                        .map(
                            hashes -> {
                              swept[0] = hashes;
                              return Outcome.WORKED;
                            })
                    : Future.succeededFuture(Outcome.NOTHING))
        .onSuccess(
            outcome -> {
              if (outcome == Outcome.WORKED) {
                telemetry.emit(new Event.HashesSwept(swept[0]));
              }
            });
  }

  private Future<Integer> sweep(SqlConnection connection, Work work) {
    return StateLook.lock(connection)
        .compose(
            locked ->
                // A kind that no rule needs, because a row was changed by hand.
                work.sweepPage() == 0
                    ? HashKinds.settle(connection).<Void>mapEmpty()
                    : Future.succeededFuture())
        .compose(
            settled ->
                connection.preparedQuery(LookBack.HORIZON).execute(Tuple.of(late.toMillis())))
        .map(rows -> Rows.one(rows, row -> row.getUUID("horizon")))
        .compose(
            horizon ->
                connection
                    .preparedQuery(UNCOVER)
                    .execute(Tuple.of(horizon))
                    .compose(uncovered -> connection.query(PAGES_THERE).execute())
                    .map(rows -> Rows.one(rows, row -> row.getLong("pages")))
                    .compose(pages -> sweep(connection, work.sweepPage(), pages, horizon)));
  }

  /** The place before the first row of a page. */
  private static String startOf(long page) {
    return "(%d,0)".formatted(page);
  }

  private Future<Integer> sweep(SqlConnection connection, long from, long pages, UUID horizon) {
    long to = from + PAGES;
    Future<Integer> deleted =
        from >= pages
            ? Future.succeededFuture(0)
            : connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(startOf(from), startOf(to), horizon))
                .map(rows -> Rows.one(rows, row -> row.getInteger("hashes")));
    return deleted.compose(
        hashes ->
            (to < pages
                    ? connection.preparedQuery(GO_ON).execute(Tuple.of(to))
                    : connection.preparedQuery(END).execute(Tuple.of(every.toMillis())))
                .map(hashes));
  }
}
