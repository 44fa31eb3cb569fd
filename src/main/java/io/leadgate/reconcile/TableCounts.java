package io.leadgate.reconcile;

import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.SqlFailure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The rows of the tables at one moment.
 *
 * @param counts each count, with what it counts
 * @param faults the counts that should be 0, or equal, and are not: a line each
 * @param leadsSince the leads that came since a moment
 */
public record TableCounts(List<Count> counts, List<String> faults, long leadsSince) {

  /** A number of rows. */
  public record Count(String what, long rows) {}

  /** Reads all tables in one snapshot, however long that takes. */
  private static final String BEGIN =
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0";

  /** Counts that have no value that they should have. */
  private enum Size {
    LEADS("leads", "SELECT count(*) FROM lead"),
    KEYS("idempotency keys", "SELECT count(*) FROM idempotency_key"),
    HASHES("hashes of duplicate rules", "SELECT count(*) FROM duplicate");

    private final String what;
    private final String sql;

    Size(String what, String sql) {
      this.what = what;
      this.sql = sql;
    }
  }

  /** Rows that should not be there. */
  private enum Orphan {
    KEYS(
        "idempotency keys of no lead",
        "SELECT count(*) FROM idempotency_key k"
            + " WHERE NOT EXISTS (SELECT FROM lead WHERE id = k.lead_id)"),
    HASHES(
        "hashes of no lead",
        "SELECT count(*) FROM duplicate d WHERE NOT EXISTS (SELECT FROM lead WHERE id = d.lead_id)"),
    DUPLICATES(
        "leads that are duplicates of no lead",
        "SELECT count(*) FROM lead d WHERE duplicate_of IS NOT NULL"
            + " AND NOT EXISTS (SELECT FROM lead WHERE id = d.duplicate_of)"),
    LEADS(
        "leads of no campaign",
        "SELECT count(*) FROM lead l"
            + " WHERE NOT EXISTS (SELECT FROM campaign WHERE id = l.campaign_id)");

    private final String what;
    private final String sql;

    Orphan(String what, String sql) {
      this.what = what;
      this.sql = sql;
    }
  }

  private static final String LEADS_SINCE = "SELECT count(*) FROM lead WHERE id >= $1";

  /**
   * Counts the rows. Fails with {@link StorageAway}.
   *
   * @param since the least id of the leads that {@link #leadsSince} counts
   */
  public static Future<TableCounts> read(Pool pool, UUID since) {
    return pool.withConnection(
            connection ->
                connection
                    .query(BEGIN)
                    .execute()
                    .compose(begun -> new Look(connection).run(since))
                    .eventually(() -> connection.query("ROLLBACK").execute()))
        .recover(SqlFailure::whileReading);
  }

  private static final class Look {
    private final SqlConnection connection;
    private final List<Count> counts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    Look(SqlConnection connection) {
      this.connection = connection;
    }

    Future<TableCounts> run(UUID since) {
      Future<Void> done = Future.succeededFuture();
      for (Size size : Size.values()) {
        done = done.compose(before -> count(size.what, size.sql)).mapEmpty();
      }
      for (Orphan orphan : Orphan.values()) {
        done =
            done.compose(before -> count(orphan.what, orphan.sql))
                .onSuccess(
                    rows -> {
                      if (rows > 0) {
                        faults.add("there are %d %s".formatted(rows, orphan.what));
                      }
                    })
                .mapEmpty();
      }
      for (QuarantineLane lane : QuarantineLane.values()) {
        done = done.compose(before -> lane(lane));
      }
      return done.compose(all -> connection.preparedQuery(LEADS_SINCE).execute(Tuple.of(since)))
          .map(rows -> Rows.one(rows, row -> row.getLong(0)))
          .map(leads -> new TableCounts(List.copyOf(counts), List.copyOf(faults), leads));
    }

    private Future<Long> count(String what, String sql) {
      return connection
          .query(sql)
          .execute()
          .map(rows -> Rows.one(rows, row -> row.getLong(0)))
          .onSuccess(rows -> counts.add(new Count(what, rows)));
    }

    private Future<Void> lane(QuarantineLane lane) {
      return connection
          .query(
              ("SELECT (SELECT count(*) FROM quarantine WHERE lane = '%1$s') AS there,"
                      + " (SELECT rows FROM quarantine_rows WHERE lane = '%1$s') AS counted")
                  .formatted(lane.code()))
          .execute()
          .map(
              rows ->
                  Rows.one(
                      rows,
                      row -> {
                        long there = row.getLong("there");
                        long counted = row.getLong("counted");
                        String what = "quarantined requests (%s)".formatted(lane.code());
                        counts.add(new Count(what, there));
                        if (there != counted) {
                          faults.add(
                              "there are %d %s, and the cap counts %d"
                                  .formatted(there, what, counted));
                        }
                        return true;
                      }))
          .mapEmpty();
    }
  }
}
