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

  private SliceSql() {}

  /** Cuts the page by the size of whole rows. */
  public static String cut(String page, String order) {
    return cut(page, order, "octet_length(page::text)");
  }

  /**
   * Cuts the page by the given size of each row.
   *
   * @param page a query for one row more than the limit
   * @param order the order of the rows, by columns of the page
   * @param bytes the size of a row, by columns of the page
   */
  public static String cut(String page, String order, String bytes) {
    return """
        WITH page AS MATERIALIZED (%1$s), sized AS (
          SELECT *, %4$s AS bytes FROM page
        ), cut AS (
          SELECT *, count(*) OVER () AS found, sum(bytes) OVER (ORDER BY %2$s) - bytes AS before
          FROM sized
        )
        SELECT * FROM cut WHERE before = 0 OR before + bytes <= %3$s ORDER BY %2$s
        """
        .formatted(page, order, PAGE_BYTES_HERE, bytes);
  }

  /** Reads the page that a cut query found, without a row beyond the limit. */
  public static <T> Slice<T> read(RowSet<Row> rows, int limit, Function<Row, T> read) {
    List<T> all = Rows.all(rows, read);
    List<T> items = all.subList(0, Math.min(limit, all.size()));
    long found = Rows.first(rows, row -> row.getLong("found")).orElse(0L);
    return new Slice<>(items, found > items.size());
  }
}
