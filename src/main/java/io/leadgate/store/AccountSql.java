package io.leadgate.store;

import io.leadgate.postgres.SliceSql;
import io.leadgate.store.AccountTable.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements for one kind; made once from its table's columns. */
public record AccountSql(String list, String find, String insert, String update, String delete) {

  static AccountSql of(AccountTable<?> table) {
    String select = select(table);
    String visible = " AND ($1::int IS NULL OR %s)".formatted(table.ofLeadSource());
    List<Column> columns = table.columns();
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "$%d::%s".formatted(i + 1, columns.get(i).type()))
            .collect(Collectors.joining(", "));
    String returning = " RETURNING " + all(table);
    return new AccountSql(
        SliceSql.cut(select + visible + " AND id > $2 ORDER BY id LIMIT $3 + 1", "id"),
        select + visible + " AND id = $2",
        "INSERT INTO %s (%s) VALUES (%s)".formatted(table.name(), names, values) + returning,
        "UPDATE %s SET (%s, updated_at) = (%s, now()) WHERE id = $%d"
                .formatted(table.name(), names, values, columns.size() + 1)
            + returning,
        "UPDATE %s SET deleted_at = now() WHERE id = $1".formatted(table.name()));
  }

  /** The rows that were written, or deleted, behind the version {@code $1}; 0 for all that are. */
  public static String changed(AccountTable<?> table) {
    return "SELECT %s, deleted_at IS NOT NULL AS is_deleted FROM %s WHERE changed_in > $1 AND ($1 > 0 OR deleted_at IS NULL)"
        .formatted(all(table), table.name());
  }

  /** All rows that were not deleted. */
  private static String select(AccountTable<?> table) {
    return "SELECT %s FROM %s WHERE deleted_at IS NULL".formatted(all(table), table.name());
  }

  private static String all(AccountTable<?> table) {
    return table.columns().stream()
        .map(Column::name)
        .collect(Collectors.joining(", ", "id, ", ", created_at, updated_at"));
  }
}
