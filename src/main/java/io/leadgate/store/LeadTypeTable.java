package io.leadgate.store;

import io.leadgate.budget.CatalogWeight;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.LeadType;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Describes lead types in SQL. A lead type of a campaign is in use. */
public final class LeadTypeTable implements AccountTable<LeadType> {

  private static final String NAMED_IN_RULES =
      """
      SELECT id, named #>> '{}' AS name
      FROM campaign, unnest(ARRAY[duplicate_rules, judged_rules]) AS rules,
        jsonb_path_query(rules, '$.sets[*][*]') AS named
      WHERE lead_type_id = $1 AND deleted_at IS NULL
      ORDER BY id
      """;

  @Override
  public String name() {
    return "lead_type";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("name", "text"),
        new Column("strict", "boolean"),
        new Column("default_country", "text"),
        new Column("fields", "jsonb"));
  }

  @Override
  public List<Object> values(LeadType type) {
    return List.of(
        type.name(), type.strict(), type.defaultCountry(), StoredJson.of(type.fields()).toString());
  }

  @Override
  public LeadType read(Row row) {
    return new LeadType(
        row.getInteger("id"),
        row.getString("name"),
        row.getBoolean("strict"),
        row.getString("default_country"),
        StoredJson.fields(row.getString("fields")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  @Override
  public int id(LeadType type) {
    return type.id();
  }

  @Override
  public String ofLeadSource() {
    return "id IN (SELECT lead_type_id FROM campaign"
        + " WHERE lead_source_id = $1 AND deleted_at IS NULL)";
  }

  @Override
  public String ofStatus() {
    return "$5::text IS NULL";
  }

  @Override
  public Counting countBeside(LeadType type) {
    return new Counting("SELECT count(*) AS in_all, count(*) AS beside FROM lead_type", List.of());
  }

  @Override
  public String weight() {
    return "%d + %d * text_bytes + %d * field_count + %d * option_count"
        .formatted(
            CatalogWeight.LEAD_TYPE,
            CatalogWeight.LEAD_TYPE_TEXTS,
            CatalogWeight.FIELD,
            CatalogWeight.OPTION);
  }

  @Override
  public String inUse() {
    return "SELECT EXISTS (SELECT FROM campaign WHERE lead_type_id = $1 AND deleted_at IS NULL)"
        + " AS in_use";
  }

  @Override
  public Future<List<FieldError>> missing(
      SqlConnection connection, LeadType type, Optional<Integer> boundTo) {
    return Future.succeededFuture(List.of());
  }

  /** A lead type keeps the fields that the duplicate rules of its campaigns name. */
  @Override
  public Future<List<FieldError>> misfits(SqlConnection connection, LeadType type) {
    return connection
        .preparedQuery(NAMED_IN_RULES)
        .execute(Tuple.of(type.id()))
        .map(
            rows ->
                Rows.all(rows, row -> row).stream()
                    .filter(row -> !hasField(type, row.getString("name")))
                    .limit(1)
                    .map(LeadTypeTable::missingField)
                    .toList());
  }

  private static boolean hasField(LeadType type, String name) {
    return type.position(name.toLowerCase(Locale.ROOT)) != null;
  }

  private static FieldError missingField(Row row) {
    return new FieldError(
        "fields",
        "needed_by_duplicate_rules",
        "fields must have %s, because the duplicate rules of campaign %d name it"
            .formatted(row.getString("name"), row.getInteger("id")));
  }
}
