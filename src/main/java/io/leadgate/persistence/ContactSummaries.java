package io.leadgate.persistence;

import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.postgres.StandbyWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Summarises the new ranges of the index {@code lead_contact}, because a search by e-mail or phone
 * reads each range without a summary. Postgres itself would summarise through a queue of 256
 * entries, which overflows under load. One node summarises at a time.
 *
 * <p>The work waits for no lock: a vacuum holds the lock, summarises as well, and would be
 * cancelled for a session that waits.
 */
public final class ContactSummaries {

  private static final long PAUSE_MILLIS_MIN = Duration.ofSeconds(1).toMillis();
  private static final long PAUSE_MILLIS_MAX = Duration.ofSeconds(10).toMillis();

  /** Ten times the work, because a look at all ranges of a large partition costs more. */
  private static final int PAUSE_FACTOR = 10;

  private static final String TRANSACTION_SETTINGS =
      "SET LOCAL lock_timeout = '50ms'; " + StandbyWait.ALONE;

  /** Summarises the partitions of two days, to which all new leads go. */
  private static final String SUMMARIZE =
      """
      WITH turn AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock($1) AS mine
      ), contact AS MATERIALIZED (
        SELECT i.indexrelid FROM pg_inherits JOIN pg_index i ON i.indexrelid = inhrelid
        WHERE inhparent = 'lead_contact'::regclass
          AND i.indrelid IN (to_regclass($2), to_regclass($3))
      )
      SELECT coalesce(sum(brin_summarize_new_values(indexrelid)), 0)::int AS ranges
      FROM contact WHERE (SELECT mine FROM turn)
      """;

  private final Pool pool;
  private final InstantSource clock;

  public ContactSummaries(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * The time between two turns, of whose leads a search reads each.
   *
   * @param took the time that the turn before took
   */
  static Duration pauseAfter(Duration took) {
    long wanted = took.multipliedBy(PAUSE_FACTOR).toMillis();
    return Duration.ofMillis(Math.clamp(wanted, PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX));
  }

  /** Summarises the new ranges, and returns their number. */
  Future<Integer> summarize() {
    return pool.withTransaction(this::summarize)
        .recover(
            failure ->
                SqlFailure.cause(failure).equals(SqlFailure.LOCK_NOT_AVAILABLE)
                    ? Future.succeededFuture(0)
                    : Future.failedFuture(failure));
  }

  private Future<Integer> summarize(SqlConnection connection) {
    LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    return connection
        .query(TRANSACTION_SETTINGS)
        .execute()
        .compose(
            set ->
                connection
                    .preparedQuery(SUMMARIZE)
                    .execute(
                        Tuple.of(
                            AdvisoryLock.SUMMARIZE_CONTACTS.key(),
                            Partitions.ofLeads(today),
                            Partitions.ofLeads(today.minusDays(1)))))
        .map(rows -> Rows.one(rows, row -> row.getInteger("ranges")));
  }
}
