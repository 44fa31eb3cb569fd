package io.leadgate.store;

import io.leadgate.budget.CatalogWeight;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.Coded;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.HashProgress;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Describes campaigns in SQL. A campaign that has a lead is in use. Quarantined requests do not
 * count, because strangers send them and only admins may learn of them.
 */
public final class CampaignTable implements AccountTable<Campaign> {

  private static final String REFERENCES =
      """
      SELECT EXISTS (SELECT FROM lead_source WHERE id = $1 AND deleted_at IS NULL
          AND ($3::int IS NULL OR id = $3)) AS has_source,
        EXISTS (SELECT FROM lead_type WHERE id = $2 AND deleted_at IS NULL AND ($3::int IS NULL
          OR id IN (SELECT lead_type_id FROM campaign
            WHERE lead_source_id = $3 AND deleted_at IS NULL))) AS has_type
      """;

  @Override
  public String name() {
    return "campaign";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("lead_source_id", "int"),
        new Column("lead_type_id", "int"),
        new Column("name", "text"),
        new Column("status", "text"),
        new Column("require_authentication", "boolean"),
        new Column("dedupe_seconds", "int"),
        new Column("dedupe_ignore", "text[]"),
        new Column("duplicate_rules", "jsonb"));
  }

  @Override
  public String selection() {
    return stored() + ", " + HashProgressSql.COLUMN;
  }

  @Override
  public String selectionForNodes() {
    return stored() + ", " + HashProgressSql.NO_COLUMN;
  }

  /** Counts the rules again for those that judge, and for the progress of their hashes. */
  @Override
  public String size() {
    return AccountTable.super.size() + " + octet_length(concat(judged_rules, duplicate_rules))";
  }

  private String stored() {
    return AccountTable.super.selection() + ", judged_rules::text AS judged_rules";
  }

  @Override
  public List<Object> values(Campaign campaign) {
    return Arrays.asList(
        campaign.leadSourceId(),
        campaign.leadTypeId(),
        campaign.name(),
        campaign.status().code(),
        campaign.requireAuthentication(),
        campaign.dedupe().seconds().orElse(null),
        campaign.dedupe().ignored().toArray(String[]::new),
        campaign.duplicateRules().map(rules -> StoredJson.of(rules).toString()).orElse(null));
  }

  @Override
  public Campaign read(Row row) {
    Optional<DuplicateRules> wanted = rules(row, "duplicate_rules");
    Optional<DuplicateRules> judged = rules(row, "judged_rules");
    return new Campaign(
        row.getInteger("id"),
        row.getInteger("lead_source_id"),
        row.getInteger("lead_type_id"),
        row.getString("name"),
        Coded.stored(Campaign.Status.class, row.getString("status")),
        row.getBoolean("require_authentication"),
        new Dedupe(
            Optional.ofNullable(row.getInteger("dedupe_seconds")),
            List.of(row.getArrayOfStrings("dedupe_ignore"))),
        wanted,
        wanted.equals(judged) ? wanted : judged, // Equal rules take the memory once.
        wanted.flatMap(rules -> progress(row, rules)),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  private static Optional<DuplicateRules> rules(Row row, String column) {
    return Optional.ofNullable(row.getString(column)).map(StoredJson::duplicateRules);
  }

  private static Optional<HashProgress> progress(Row row, DuplicateRules rules) {
    return Optional.ofNullable(row.getString("hash_progress"))
        .map(column -> HashProgressSql.read(column, rules));
  }

  @Override
  public List<FieldError> misfitsWhenSettled(Campaign campaign) {
    return campaign.refusesDuplicates() && !campaign.requireAuthentication()
        ? List.of(
            new FieldError(
                "require_authentication",
                "needed_by_duplicate_rules",
                "require_authentication must be true as long as the duplicate_rules that are being"
                    + " replaced reject leads, because the answers would tell strangers who is a"
                    + " lead"))
        : List.of();
  }

  @Override
  public boolean needsHashes(Campaign campaign) {
    return campaign.duplicateRules().isPresent() || campaign.judgedRules().isPresent();
  }

  @Override
  public int id(Campaign campaign) {
    return campaign.id();
  }

  @Override
  public String ofLeadSource() {
    return "lead_source_id = $1";
  }

  @Override
  public Counting countBeside(Campaign campaign) {
    return new Counting(
        "SELECT count(*) AS in_all, count(*) FILTER (WHERE lead_source_id = $1) AS beside"
            + " FROM campaign",
        List.of(campaign.leadSourceId()));
  }

  @Override
  public String weight() {
    return "%d + text_bytes + %d * name_count"
        .formatted(CatalogWeight.CAMPAIGN, CatalogWeight.CAMPAIGN_NAME);
  }

  @Override
  public String inUse() {
    return "SELECT EXISTS (SELECT FROM lead WHERE campaign_id = $1) AS in_use";
  }

  @Override
  public Future<List<FieldError>> missing(
      SqlConnection connection, Campaign campaign, Optional<Integer> boundTo) {
    return connection
        .preparedQuery(REFERENCES)
        .execute(Tuple.of(campaign.leadSourceId(), campaign.leadTypeId(), boundTo.orElse(null)))
        .map(rows -> Rows.one(rows, CampaignTable::missing));
  }

  @Override
  public Future<List<FieldError>> misfits(SqlConnection connection, Campaign campaign) {
    return RuleFields.misfits(connection, campaign);
  }

  private static List<FieldError> missing(Row row) {
    List<FieldError> missing = new ArrayList<>();
    if (!row.getBoolean("has_source")) {
      missing.add(missing("lead_source_id", "lead source"));
    }
    if (!row.getBoolean("has_type")) {
      missing.add(missing("lead_type_id", "lead type"));
    }
    return missing;
  }

  private static FieldError missing(String field, String noun) {
    return new FieldError(
        field, "unknown_" + noun.replace(' ', '_'), "there is no such %s".formatted(noun));
  }
}
