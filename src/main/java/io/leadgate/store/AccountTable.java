package io.leadgate.store;

import io.leadgate.domain.FieldError;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Describes in SQL the table of one kind of object that the Account API manages. A deleted row
 * stays in the table with {@code deleted_at}, and is not read any more.
 *
 * @param <T> the type of the objects
 */
public sealed interface AccountTable<T> permits LeadSourceTable, LeadTypeTable, CampaignTable {

  /** The name of the table, which is also the kind's name in the audit log. */
  String name();

  /** The columns that can be written, in the order of {@link #values}. */
  List<Column> columns();

  /**
   * A column that can be written.
   *
   * @param type the type in Postgres; {@code jsonb} is read and written as text
   */
  record Column(String name, String type) {

    private boolean isJson() {
      return type.equals("jsonb");
    }

    String selected() {
      return isJson() ? "%1$s::text AS %1$s".formatted(name) : name;
    }

    String parameter(int number) {
      return "$%d::%s".formatted(number, isJson() ? "text::jsonb" : type);
    }
  }

  List<Object> values(T value);

  T read(Row row);

  int id(T value);

  /** The condition on the rows that are visible to a reader with the lead source {@code $1}. */
  String ofLeadSource();

  /** The condition on the rows of a list of the status {@code $5}, or of each status without it. */
  default String ofStatus() {
    return "($5::text IS NULL OR status = $5)";
  }

  /**
   * A query for the number of rows, {@code in_all}, and for the number of rows that belong to the
   * value's owner, {@code beside}. Deleted rows count too, because deleted rows stay.
   */
  Counting countBeside(T value);

  /**
   * A query that counts rows.
   *
   * @param values the query's parameters
   */
  record Counting(String query, List<Object> values) {}

  /** The bytes of a row's columns as text, as an SQL expression. */
  default String size() {
    return columns().stream()
        .map(Column::name)
        .collect(Collectors.joining(", ", "octet_length(concat(", "))"));
  }

  /** The bytes of a node's memory that a row takes, as an SQL expression. */
  String weight();

  /** A query for whether the row with the id {@code $1} is in use, so that it cannot be deleted. */
  String inUse();

  /**
   * Finds the members of the value that refer to an object that does not exist.
   *
   * @param boundTo the only lead source whose objects the caller may see
   */
  Future<List<FieldError>> missing(SqlConnection connection, T value, Optional<Integer> boundTo);

  /**
   * Finds the members of the value that do not fit an object to which the value refers, or which
   * refers to the value. All these objects exist.
   */
  default Future<List<FieldError>> misfits(SqlConnection connection, T value) {
    return Future.succeededFuture(List.of());
  }

  /** Whether a row with the value has rules that need hashes of leads. */
  default boolean needsHashes(T value) {
    return false;
  }

  /** Finds the misfits of a value whose hashes are settled. */
  default List<FieldError> misfitsWhenSettled(T value) {
    return List.of();
  }

  /** The columns that {@link #read} reads, as SQL. */
  default String selection() {
    return columns().stream()
        .map(Column::selected)
        .collect(Collectors.joining(", ", "id, ", ", created_at, updated_at"));
  }

  /** The same columns, with only as much in them as a node needs to judge leads. */
  default String selectionForNodes() {
    return selection();
  }

  /**
   * A query for the rows that were written or deleted after the version {@code $1}; for version 0,
   * a query for all rows that are not deleted.
   */
  default String changed() {
    return "SELECT %s, deleted_at IS NOT NULL AS is_deleted FROM %s WHERE changed_in > $1 AND ($1 > 0 OR deleted_at IS NULL)"
        .formatted(selectionForNodes(), name());
  }
}
