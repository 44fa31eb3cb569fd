package io.leadgate.store;

import io.leadgate.domain.Slice;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.SliceSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Runs the statements for one kind; what fails is what Postgres or its client says. */
record AccountRows<T>(AccountTable<T> table, AccountSql sql) {

  AccountRows(AccountTable<T> table) {
    this(table, AccountSql.of(table));
  }

  Future<Slice<T>> list(SqlClient client, Optional<Integer> boundTo, int after, int limit) {
    return client
        .preparedQuery(sql.list())
        .execute(Tuple.of(boundTo.orElse(null), after, limit))
        .map(rows -> SliceSql.read(rows, limit, this::readable))
        .map(AccountRows::withoutUnreadable);
  }

  /** One that cannot be understood, which the catalogue tells of, must not hide the others. */
  private Optional<T> readable(Row row) {
    try {
      return Optional.of(table.read(row));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static <T> Slice<T> withoutUnreadable(Slice<Optional<T>> slice) {
    List<T> items = slice.items().stream().flatMap(Optional::stream).toList();
    return new Slice<>(items, slice.more() && !items.isEmpty());
  }

  Future<Optional<T>> find(SqlClient client, Optional<Integer> boundTo, int id) {
    return client
        .preparedQuery(sql.find())
        .execute(Tuple.of(boundTo.orElse(null), id))
        .map(rows -> Rows.first(rows, table::read));
  }

  Future<Boolean> isFull(SqlConnection connection, T value, Capacity capacity) {
    AccountTable.Counting counting = table.countBeside(value);
    return connection
        .preparedQuery(counting.query())
        .execute(Tuple.from(counting.values()))
        .map(
            rows ->
                Rows.one(
                    rows, row -> capacity.isReached(row.getLong("in_all"), row.getLong("beside"))));
  }

  Future<T> insert(SqlConnection connection, T value) {
    return write(connection, sql.insert(), Tuple.from(table.values(value)));
  }

  Future<T> update(SqlConnection connection, int id, T value) {
    return write(connection, sql.update(), Tuple.from(table.values(value)).addInteger(id));
  }

  /** The row as it is then. */
  private Future<T> write(SqlConnection connection, String statement, Tuple values) {
    return connection
        .preparedQuery(statement)
        .execute(values)
        .map(rows -> Rows.one(rows, table::read));
  }

  Future<Boolean> isInUse(SqlConnection connection, int id) {
    return connection
        .preparedQuery(table.inUse())
        .execute(Tuple.of(id))
        .map(rows -> Rows.one(rows, row -> row.getBoolean("in_use")));
  }

  Future<Void> delete(SqlConnection connection, int id) {
    return connection.preparedQuery(sql.delete()).execute(Tuple.of(id)).mapEmpty();
  }
}
