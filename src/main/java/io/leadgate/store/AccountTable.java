package io.leadgate.store;

import io.leadgate.domain.FieldError;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Describes how one kind of what the Account API manages stands in SQL. A row that was deleted
 * stays, with {@code deleted_at}, and is read no more.
 *
 * @param <T> the kind
 */
public sealed interface AccountTable<T> permits LeadSourceTable, LeadTypeTable, CampaignTable {

  /** The table, and the word for it in the audit log. */
  String name();

  /** The columns that can be written, in the order of {@link #values}. */
  List<Column> columns();

  /**
   * @param type in Postgres; {@code jsonb} goes to and fro as text
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

  /** A condition on the rows that a reader sees who is bound to the lead source {@code $1}. */
  String ofLeadSource();

  /**
   * A query for how many rows there are, {@code in_all}, and how many of them belong to the same as
   * the value, {@code beside}. Deleted rows count too, because they stay.
   */
  Counting countBeside(T value);

  /**
   * @param values the query's parameters
   */
  record Counting(String query, List<Object> values) {}

  /** An SQL expression for how much of a node's memory a row takes, in bytes. */
  String weight();

  /** A query for whether the row with the id {@code $1} is in use, so that it cannot be deleted. */
  String inUse();

  /**
   * Finds to what the value refers that is not there.
   *
   * @param boundTo the only lead source whose things are there for the caller
   */
  Future<List<FieldError>> missing(SqlConnection connection, T value, Optional<Integer> boundTo);

  /** The columns that {@link #read} reads, as SQL. */
  default String selection() {
    return columns().stream()
        .map(Column::selected)
        .collect(Collectors.joining(", ", "id, ", ", created_at, updated_at"));
  }

  /**
   * A query for the rows that were written or deleted behind the version {@code $1}; with 0 for all
   * that were not deleted.
   */
  default String changed() {
    return "SELECT %s, deleted_at IS NOT NULL AS is_deleted FROM %s WHERE changed_in > $1 AND ($1 > 0 OR deleted_at IS NULL)"
        .formatted(selection(), name());
  }
}
