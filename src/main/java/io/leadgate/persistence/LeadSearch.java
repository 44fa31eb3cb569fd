package io.leadgate.persistence;

import io.leadgate.bus.LeadPage;
import io.leadgate.bus.LeadQuery;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Slice;
import io.leadgate.domain.StoredLead;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.SliceSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads leads back. Asks Postgres and not this node's memory which campaigns a lead source has, so
 * that a lead is found on every node as soon as it was acknowledged. Thread-safe.
 */
public final class LeadSearch {

  private static final String FIND =
      """
      SELECT l.id, l.campaign_id, c.lead_source_id, l.credential_id, l.received_at,
        host(l.remote) AS remote, l.fields::text AS fields
      FROM lead l JOIN campaign c ON c.id = l.campaign_id
      WHERE l.id = $1
      """;

  private static final String SOURCE_OF_CAMPAIGN =
      "SELECT lead_source_id FROM campaign WHERE id = $1";
  private static final String CAMPAIGNS_OF_SOURCE =
      "SELECT s.id AS lead_source_id, c.id FROM lead_source s"
          + " LEFT JOIN campaign c ON c.lead_source_id = s.id WHERE s.id = $1";

  private final Pool pool;

  public LeadSearch(Pool pool) {
    this.pool = pool;
  }

  /** The campaigns whose leads are searched. */
  private sealed interface Among {
    record All() implements Among {}

    record Campaigns(List<Integer> ids) implements Among {}

    record Nowhere(LeadPage page) implements Among {}
  }

  Future<Optional<StoredLead>> find(LeadId id) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(id.value()))
        .map(rows -> Rows.first(rows, LeadSearch::storedLead));
  }

  /** Newest first. */
  Future<LeadPage> search(LeadQuery query) {
    return among(query)
        .compose(
            among ->
                switch (among) {
                  case Among.Nowhere nowhere -> Future.succeededFuture(nowhere.page());
                  case Among.Campaigns campaigns -> search(query, Optional.of(campaigns.ids()));
                  case Among.All all -> search(query, Optional.empty());
                });
  }

  private Future<Among> among(LeadQuery query) {
    if (query.campaignId().isPresent()) {
      return amongOne(query, query.campaignId().get());
    }
    if (differ(query.leadSourceId(), query.boundTo())) {
      return Future.succeededFuture(new Among.Nowhere(new LeadPage.NoSuchLeadSource()));
    }
    Optional<Integer> source = query.leadSourceId().or(query::boundTo);
    return source.isPresent()
        ? amongThoseOf(source.get())
        : Future.succeededFuture(new Among.All());
  }

  private Future<Among> amongOne(LeadQuery query, int campaignId) {
    return pool.preparedQuery(SOURCE_OF_CAMPAIGN)
        .execute(Tuple.of(campaignId))
        .map(
            rows -> {
              Optional<Integer> source = Rows.first(rows, row -> row.getInteger("lead_source_id"));
              if (source.isEmpty() || differ(source, query.boundTo())) {
                return new Among.Nowhere(new LeadPage.NoSuchCampaign());
              }
              if (differ(query.leadSourceId(), query.boundTo())) {
                return new Among.Nowhere(new LeadPage.NoSuchLeadSource());
              }
              return new Among.Campaigns(
                  differ(source, query.leadSourceId()) ? List.of() : List.of(campaignId));
            });
  }

  private Future<Among> amongThoseOf(int leadSourceId) {
    return pool.preparedQuery(CAMPAIGNS_OF_SOURCE)
        .execute(Tuple.of(leadSourceId))
        .map(
            rows -> {
              if (rows.rowCount() == 0) {
                return new Among.Nowhere(new LeadPage.NoSuchLeadSource());
              }
              List<Integer> ids = new ArrayList<>();
              for (Row row : rows) {
                Optional.ofNullable(row.getInteger("id")).ifPresent(ids::add);
              }
              return new Among.Campaigns(ids);
            });
  }

  private static boolean differ(Optional<Integer> one, Optional<Integer> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }

  private Future<LeadPage> search(LeadQuery query, Optional<List<Integer>> campaigns) {
    if (campaigns.filter(List::isEmpty).isPresent()) {
      return Future.succeededFuture(new LeadPage.Found(new Slice<>(List.of(), false)));
    }
    LeadSearchSql sql = LeadSearchSql.of(query, campaigns);
    return sql.beforehand()
        .map(
            settings ->
                pool.withTransaction(
                    connection ->
                        connection.query(settings).execute().compose(set -> run(connection, sql))))
        .orElseGet(() -> run(pool, sql))
        .map(
            rows -> new LeadPage.Found(SliceSql.read(rows, query.limit(), LeadSearch::storedLead)));
  }

  private static Future<RowSet<Row>> run(SqlClient client, LeadSearchSql sql) {
    return client.preparedQuery(sql.text()).execute(Tuple.from(sql.values()));
  }

  private static StoredLead storedLead(Row row) {
    return new StoredLead(
        new LeadId(row.getUUID("id")),
        row.getInteger("campaign_id"),
        row.getInteger("lead_source_id"),
        Optional.ofNullable(row.getUUID("credential_id")),
        row.getOffsetDateTime("received_at").toInstant(),
        row.getString("remote"),
        row.getString("fields"));
  }
}
