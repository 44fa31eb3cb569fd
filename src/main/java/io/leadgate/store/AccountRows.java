package io.leadgate.store;

import io.leadgate.domain.Slice;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.SliceSql;
import io.leadgate.store.AccountTable.Column;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the statements on one kind of object from its table, and runs the statements. Futures fail
 * with the exceptions of the Postgres client. Thread-safe.
 */
final class AccountRows<T> {

  private static final String OF_TEXT =
      "($4::text IS NULL OR id::text = $4 OR position(lower($4) IN lower(name)) > 0)";

  private final AccountTable<T> table;
  private final String list;
  private final String find;
  private final String insert;
  private final String update;
  private final String delete;

  AccountRows(AccountTable<T> table) {
    this.table = table;
    String visible =
        "FROM %s WHERE deleted_at IS NULL AND ($1::int IS NULL OR %s)"
            .formatted(table.name(), table.ofLeadSource());
    List<Column> columns = table.columns();
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, columns.size())
            .mapToObj(i -> columns.get(i).parameter(i + 1))
            .collect(Collectors.joining(", "));
    list =
        "SELECT found, %s FROM (%s) %s ORDER BY id"
            .formatted(
                table.selection(),
                SliceSql.cutShort(
                    "SELECT * %s AND id > $2 AND %s AND %s ORDER BY id LIMIT $3 + 1"
                        .formatted(visible, OF_TEXT, table.ofStatus()),
                    "id",
                    table.size()),
                table.name());
    find = "SELECT %s %s AND id = $2".formatted(table.selection(), visible);
    insert =
        "INSERT INTO %s (%s) VALUES (%s) RETURNING %s"
            .formatted(table.name(), names, values, table.selection());
    update =
        "UPDATE %s SET (%s, updated_at) = (%s, now()) WHERE id = $%d RETURNING %s"
            .formatted(table.name(), names, values, columns.size() + 1, table.selection());
    delete = "UPDATE %s SET deleted_at = now() WHERE id = $1".formatted(table.name());
  }

  Future<Slice<KeyedRow<Integer, T>>> list(
      SqlClient client, AccountFilter filter, int after, int limit) {
    return client
        .preparedQuery(list)
        .execute(
            Tuple.of(
                filter.leadSourceId().orElse(null),
                after,
                limit,
                filter.text().orElse(null),
                filter.status().orElse(null)))
        .map(
            rows ->
                SliceSql.read(
                    rows, limit, row -> KeyedRow.of(row.getInteger("id"), row, table::read)));
  }

  Future<Optional<T>> find(SqlClient client, Optional<Integer> boundTo, int id) {
    return client
        .preparedQuery(find)
        .execute(Tuple.of(boundTo.orElse(null), id))
        .map(rows -> Rows.first(rows, table::read));
  }

  /** Whether the capacity has no room for the value. */
  Future<Boolean> isFull(SqlConnection connection, T value, AccountStore.Capacity capacity) {
    AccountTable.Counting counting = table.countBeside(value);
    return connection
        .preparedQuery(counting.query())
        .execute(Tuple.from(counting.values()))
        .map(
            rows ->
                Rows.one(
                    rows,
                    row ->
                        row.getLong("in_all") >= capacity.inAll()
                            || row.getLong("beside") >= capacity.together()));
  }

  /** Inserts the value. Completes with the value as Postgres stored it. */
  Future<T> insert(SqlConnection connection, T value) {
    return write(connection, insert, Tuple.from(table.values(value)));
  }

  /** Updates the row. Completes with the value as Postgres stored it. */
  Future<T> update(SqlConnection connection, int id, T value) {
    return write(connection, update, Tuple.from(table.values(value)).addInteger(id));
  }

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
    return connection.preparedQuery(delete).execute(Tuple.of(id)).mapEmpty();
  }
}
