package io.leadgate.persistence;

import io.leadgate.domain.FeedCursor;
import io.leadgate.domain.StoredLead;
import io.leadgate.postgres.SliceSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * Reads leads in the order of the transactions that wrote them, each lead exactly once. Neither ids
 * nor a sequence are in the order of the commits, so a reader of either would pass over a lead that
 * commits late. A page therefore ends before the place of the oldest transaction in progress, which
 * the snapshot of the page itself tells. A lead whose campaign is gone is read as well: no foreign
 * key keeps a campaign that is deleted by hand, and a page of such leads must not be the last page.
 *
 * <p>The next cursor is that of the last lead, and never a place without a lead: a transaction id
 * without a commit may be given out again after a crash. Thread-safe.
 */
public final class LeadFeed {

  /**
   * Forces the index of the places, in order. The statement may have been planned when the table
   * was empty, and would then read and sort the whole table. The forbidden plans have a huge cost,
   * for which Postgres would compile the statement.
   */
  static final String TRANSACTION_SETTINGS =
      "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
          + " SET LOCAL enable_sort = off; SET LOCAL jit = off";

  static final String PAGE =
      """
      WITH head AS MATERIALIZED (
        SELECT %s + pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS pos
        FROM feed WHERE single_row
      )
      SELECT l.pos, l.id, l.campaign_id, l.credential_id, l.received_at, l.remote, l.duplicate_of,
        l.reference, l.fields
      FROM lead l
      WHERE l.pos >= $1 AND (l.pos, l.id) > ($1, $2) AND l.pos < (SELECT pos FROM head)
      ORDER BY l.pos, l.id LIMIT $3
      """
          .formatted(FeedBase.BEGINNING);

  /** Adds the lead source, and ends the page early if the fields get too large. */
  static final String AFTER =
      "SELECT found, l.pos, %s FROM (%s) l LEFT JOIN campaign c ON c.id = l.campaign_id ORDER BY l.pos, l.id"
          .formatted(
              LeadSearch.COLUMNS, SliceSql.cut(PAGE, "pos, id", "octet_length(fields::text)"));

  private final Pool pool;

  public LeadFeed(Pool pool) {
    this.pool = pool;
  }

  /**
   * A lead of a page.
   *
   * @param cursor the cursor behind the lead
   */
  public record Item(FeedCursor cursor, StoredLead lead) {}

  /**
   * A page, which may be short or empty without being the last page.
   *
   * @param next the cursor of the page behind this page
   */
  public record Page(List<Item> items, FeedCursor next) {}

  /** Reads at most so many leads behind the cursor. */
  public Future<Page> after(FeedCursor cursor, int limit) {
    return pool.withTransaction(
            connection ->
                connection
                    .query(TRANSACTION_SETTINGS)
                    .execute()
                    .compose(
                        set ->
                            connection
                                .preparedQuery(AFTER)
                                .execute(Tuple.of(cursor.pos(), cursor.id(), limit))))
        .map(rows -> SliceSql.read(rows, limit, LeadFeed::item).items())
        .map(items -> new Page(items, items.isEmpty() ? cursor : items.getLast().cursor()));
  }

  private static Item item(Row row) {
    return new Item(
        new FeedCursor(row.getLong("pos"), row.getUUID("id")), LeadSearch.storedLead(row));
  }
}
