package io.leadgate.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What a query found, as values. */
public final class Rows {

  private Rows() {}

  public static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
    return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
  }

  /** Of a query that finds one row or none. */
  public static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
    return rows.rowCount() == 0 ? Optional.empty() : Optional.of(one(rows, read));
  }

  /** Of a query that always finds one row. */
  public static <T> T one(RowSet<Row> rows, Function<Row, T> read) {
    return read.apply(rows.iterator().next());
  }
}
