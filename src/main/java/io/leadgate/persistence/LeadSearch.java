package io.leadgate.persistence;

import io.leadgate.bus.LeadPage;
import io.leadgate.bus.LeadQuery;
import io.leadgate.bus.OneLeadQuery;
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
 * Reads stored leads. The campaigns of a lead source are read from Postgres and not from this
 * node's catalogue, so that every node finds a lead as soon as the lead is acknowledged.
 * Thread-safe.
 */
public final class LeadSearch {

  /** The columns of a stored lead, of the lead {@code l} and its campaign {@code c}. */
  static final String COLUMNS =
      """
      l.id, l.campaign_id, c.lead_source_id, l.credential_id, l.received_at,
        host(l.remote) AS remote, l.duplicate_of, l.reference, l.fields::text AS fields""";

  private static final String FIND =
      "SELECT %s FROM lead l JOIN campaign c ON c.id = l.campaign_id WHERE l.id = $1"
          .formatted(COLUMNS);

  private static final String SOURCE_OF_CAMPAIGN =
      "SELECT lead_source_id FROM campaign WHERE id = $1";
  private static final String CAMPAIGNS_OF_SOURCE =
      "SELECT s.id AS lead_source_id, c.id FROM lead_source s"
          + " LEFT JOIN campaign c ON c.lead_source_id = s.id WHERE s.id = $1";

  private final Pool pool;
  private final LeadOrigins origins;

  public LeadSearch(Pool pool, LeadOrigins origins) {
    this.pool = pool;
    this.origins = origins;
  }

  /** The campaigns whose leads a search may return. */
  private sealed interface SearchedCampaigns {
    record All() implements SearchedCampaigns {}

    record Listed(List<Integer> ids) implements SearchedCampaigns {}

    record NotFound(LeadPage page) implements SearchedCampaigns {}
  }

  Future<Optional<StoredLead>> find(OneLeadQuery query) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(query.id().value()))
        .map(rows -> Rows.all(rows, LeadSearch::storedLead))
        .compose(found -> origins.knownTo(query.boundTo(), found))
        .map(found -> found.stream().findFirst());
  }

  /** Searches leads, newest first. */
  Future<LeadPage> search(LeadQuery query) {
    return campaigns(query)
        .compose(
            campaigns ->
                switch (campaigns) {
                  case SearchedCampaigns.NotFound notFound ->
                      Future.succeededFuture(notFound.page());
                  case SearchedCampaigns.Listed listed -> search(query, Optional.of(listed.ids()));
                  case SearchedCampaigns.All all -> search(query, Optional.empty());
                });
  }

  private Future<SearchedCampaigns> campaigns(LeadQuery query) {
    if (query.campaignId().isPresent()) {
      return singleCampaign(query, query.campaignId().get());
    }
    if (differ(query.leadSourceId(), query.boundTo())) {
      return Future.succeededFuture(
          new SearchedCampaigns.NotFound(new LeadPage.NoSuchLeadSource()));
    }
    Optional<Integer> source = query.leadSourceId().or(query::boundTo);
    return source.isPresent()
        ? campaignsOfSource(source.get())
        : Future.succeededFuture(new SearchedCampaigns.All());
  }

  private Future<SearchedCampaigns> singleCampaign(LeadQuery query, int campaignId) {
    return pool.preparedQuery(SOURCE_OF_CAMPAIGN)
        .execute(Tuple.of(campaignId))
        .map(
            rows -> {
              Optional<Integer> source = Rows.first(rows, row -> row.getInteger("lead_source_id"));
              if (source.isEmpty() || differ(source, query.boundTo())) {
                return new SearchedCampaigns.NotFound(new LeadPage.NoSuchCampaign());
              }
              if (differ(query.leadSourceId(), query.boundTo())) {
                return new SearchedCampaigns.NotFound(new LeadPage.NoSuchLeadSource());
              }
              return new SearchedCampaigns.Listed(
                  differ(source, query.leadSourceId()) ? List.of() : List.of(campaignId));
            });
  }

  private Future<SearchedCampaigns> campaignsOfSource(int leadSourceId) {
    return pool.preparedQuery(CAMPAIGNS_OF_SOURCE)
        .execute(Tuple.of(leadSourceId))
        .map(
            rows -> {
              if (rows.rowCount() == 0) {
                return new SearchedCampaigns.NotFound(new LeadPage.NoSuchLeadSource());
              }
              List<Integer> ids = new ArrayList<>();
              for (Row row : rows) {
                Optional.ofNullable(row.getInteger("id")).ifPresent(ids::add);
              }
              return new SearchedCampaigns.Listed(ids);
            });
  }

  private static boolean differ(Optional<Integer> first, Optional<Integer> second) {
    return first.isPresent() && second.isPresent() && !first.equals(second);
  }

  private Future<LeadPage> search(LeadQuery query, Optional<List<Integer>> campaigns) {
    if (campaigns.filter(List::isEmpty).isPresent()) {
      return Future.succeededFuture(new LeadPage.Found(new Slice<>(List.of(), false)));
    }
    LeadSearchSql sql = LeadSearchSql.of(query, campaigns);
    return sql.transactionSettings()
        .map(
            settings ->
                pool.withTransaction(
                    connection ->
                        connection.query(settings).execute().compose(set -> run(connection, sql))))
        .orElseGet(() -> run(pool, sql))
        .map(rows -> SliceSql.read(rows, query.limit(), LeadSearch::storedLead))
        .compose(
            page ->
                origins
                    .knownTo(query.boundTo(), page.items())
                    .map(leads -> new LeadPage.Found(new Slice<>(leads, page.more()))));
  }

  private static Future<RowSet<Row>> run(SqlClient client, LeadSearchSql sql) {
    return client.preparedQuery(sql.text()).execute(Tuple.from(sql.values()));
  }

  static StoredLead storedLead(Row row) {
    return new StoredLead(
        new LeadId(row.getUUID("id")),
        row.getInteger("campaign_id"),
        Optional.ofNullable(row.getInteger("lead_source_id")),
        Optional.ofNullable(row.getUUID("credential_id")),
        row.getOffsetDateTime("received_at").toInstant(),
        row.getString("remote"),
        Optional.ofNullable(row.getUUID("duplicate_of")).map(LeadId::new),
        Optional.ofNullable(row.getString("reference")),
        row.getString("fields"));
  }
}
