package io.leadgate.postgres;

import io.leadgate.domain.Slice;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts a page in Postgres before its rows become too large together, so that no page can fill the
 * memory. The first row is always on the page, however large.
 */
public final class SliceSql {

  /** The setting of a session that holds the most bytes of rows on a page. */
  static final String PAGE_BYTES = "leadgate.page_bytes";

  /** The setting's value in SQL; the greatest value in a session without the setting. */
  private static final String PAGE_BYTES_HERE =
      "coalesce(current_setting('%s', true)::bigint, %d)".formatted(PAGE_BYTES, Slice.BYTES_MAX);

  /** The most bytes of rows on a page that is parsed or written in one step. */
  private static final int PARSED_BYTES_MAX = 128 * 1024;

  private SliceSql() {}

  /**
   * Cuts a page whose rows this process parses, or writes as JSON, in one step. The page is short,
   * so that the step is short.
   *
   * @see #cut(String, String, String)
   */
  public static String cutShort(String page, String order, String bytes) {
    return cut(page, order, bytes, "least(%s, %d)".formatted(PAGE_BYTES_HERE, PARSED_BYTES_MAX));
  }

  /**
   * Cuts a page. The sizes are computed row by row in the order of the page, and only up to the row
   * at which the page ends, because a size may need a text of up to 64 KiB.
   *
   * @param page a query for one row more than the limit, with each column as it is stored: whatever
   *     is to be made of a column is made by the caller, of the rows that the cut query returns
   * @param order the order of the rows, by columns of the page
   * @param bytes the size of a row, by columns of the page
   */
  public static String cut(String page, String order, String bytes) {
    return cut(page, order, bytes, PAGE_BYTES_HERE);
  }

  private static String cut(String page, String order, String bytes, String bytesMax) {
    return """
        WITH page AS MATERIALIZED (
          SELECT *, row_number() OVER (ORDER BY %2$s) AS place FROM (%1$s) found
        ), beyond AS (
          SELECT place FROM (
            SELECT place, sum(%3$s) OVER (ORDER BY place ROWS UNBOUNDED PRECEDING) AS bytes
            FROM page
          ) sized
          WHERE place > 1 AND bytes > %4$s ORDER BY place LIMIT 1
        )
        SELECT *, (SELECT count(*) FROM page) AS found FROM page
        WHERE place < coalesce((SELECT place FROM beyond), %5$d) ORDER BY place
        """
        .formatted(page, order, bytes, bytesMax, Long.MAX_VALUE);
  }

  /** Reads the page that a cut query found, without a row beyond the limit. */
  public static <T> Slice<T> read(RowSet<Row> rows, int limit, Function<Row, T> read) {
    List<T> all = Rows.all(rows, read);
    List<T> items = all.subList(0, Math.min(limit, all.size()));
    long found = Rows.first(rows, row -> row.getLong("found")).orElse(0L);
    return new Slice<>(items, found > items.size());
  }
}
