package io.leadgate.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Turns the rows that a query found into values. */
public final class Rows {

  private Rows() {}

  public static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
    return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
  }

  /** Reads the row of a query that finds at most one row. */
  public static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
    return rows.rowCount() == 0 ? Optional.empty() : Optional.of(one(rows, read));
  }

  /** Reads the row of a query that always finds one row. */
  public static <T> T one(RowSet<Row> rows, Function<Row, T> read) {
    return read.apply(rows.iterator().next());
  }
}
