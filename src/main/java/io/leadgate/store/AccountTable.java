package io.leadgate.store;

import io.leadgate.domain.FieldError;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;

/**
 * How one kind of what the Account API manages stands in SQL. A row that was deleted stays, with
 * {@code deleted_at}, and is read by nobody.
 *
 * @param <T> the kind
 */
public sealed interface AccountTable<T> permits LeadSourceTable, LeadTypeTable, CampaignTable {

  /** The table, and the word for it in the audit log. */
  String name();

  /** The columns that can be written, in the order of {@link #values}. */
  List<Column> columns();

  /**
   * @param type what the parameter is cast to
   */
  record Column(String name, String type) {}

  List<Object> values(T value);

  T read(Row row);

  int id(T value);

  /** A condition on the rows that a reader sees who is bound to the lead source {@code $1}. */
  String ofLeadSource();

  /**
   * A query for how many there are, {@code in_all}, and how many of them belong to the same as it,
   * {@code beside}. Those that were deleted count too: they stay as rows.
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
   * What it refers to and is not there.
   *
   * @param boundTo the only lead source whose things there are for who asks
   */
  Future<List<FieldError>> missing(SqlConnection connection, T value, Optional<Integer> boundTo);
}
