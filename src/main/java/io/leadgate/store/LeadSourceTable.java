package io.leadgate.store;

import io.leadgate.budget.CatalogWeight;
import io.leadgate.domain.Coded;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.LeadSource;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;

/**
 * Describes lead sources in SQL. A lead source to which a campaign or a credential belongs is in
 * use.
 */
public final class LeadSourceTable implements AccountTable<LeadSource> {

  @Override
  public String name() {
    return "lead_source";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("name", "text"),
        new Column("status", "text"),
        new Column("reference_is_key", "boolean"));
  }

  @Override
  public List<Object> values(LeadSource source) {
    return List.of(source.name(), source.status().code(), source.referenceIsKey());
  }

  @Override
  public LeadSource read(Row row) {
    return new LeadSource(
        row.getInteger("id"),
        row.getString("name"),
        Coded.stored(LeadSource.Status.class, row.getString("status")),
        row.getBoolean("reference_is_key"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  @Override
  public int id(LeadSource source) {
    return source.id();
  }

  @Override
  public String ofLeadSource() {
    return "id = $1";
  }

  @Override
  public Counting countBeside(LeadSource source) {
    return new Counting(
        "SELECT count(*) AS in_all, count(*) AS beside FROM lead_source", List.of());
  }

  @Override
  public String weight() {
    return "%d + text_bytes".formatted(CatalogWeight.LEAD_SOURCE);
  }

  @Override
  public String inUse() {
    return "SELECT EXISTS (SELECT FROM campaign WHERE lead_source_id = $1 AND deleted_at IS NULL)"
        + " OR EXISTS (SELECT FROM credential WHERE lead_source_id = $1) AS in_use";
  }

  @Override
  public Future<List<FieldError>> missing(
      SqlConnection connection, LeadSource source, Optional<Integer> boundTo) {
    return Future.succeededFuture(List.of());
  }
}
