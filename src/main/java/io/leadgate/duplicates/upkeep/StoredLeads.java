package io.leadgate.duplicates.upkeep;

import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.LeadType;
import io.leadgate.postgres.Rows;
import io.leadgate.store.LeadTypeTable;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the leads that a chunk hashes: campaign after campaign, and the leads of a campaign in the
 * order of their ids. A chunk is bounded in leads, in bytes and in time; it has at least one lead,
 * however large. Confined to one event loop.
 */
final class StoredLeads {

  /** The bytes of the leads' fields, together. */
  private static final int BYTES_MAX = 1 << 20;

  /** Campaigns with few leads share a chunk, as long as they are read in this time. */
  private static final Duration READING_MAX = Duration.ofMillis(200);

  private static final UUID NO_ID = new UUID(0, 0);

  private static final LeadTypeTable TYPES = new LeadTypeTable();

  /** The next campaign of some scopes: campaigns, lead sources, or all. With its lead type. */
  private static final String CAMPAIGN =
      """
      SELECT c.id AS campaign_id, c.lead_source_id, t.* FROM (
        SELECT id, lead_source_id, lead_type_id FROM campaign
        WHERE id >= $1 AND ($4 OR id = ANY ($2) OR lead_source_id = ANY ($3))
        ORDER BY id LIMIT 1
      ) AS c CROSS JOIN LATERAL (SELECT %s FROM lead_type WHERE id = c.lead_type_id) AS t
      """
          .formatted(TYPES.selection());

  /**
   * A part of a campaign's leads. The fields are first cut by their size as stored, because the
   * full size of a value is known only when the value has been decompressed.
   */
  private static final String LEADS =
      """
      WITH page AS MATERIALIZED (
        SELECT id, fields FROM lead
        WHERE campaign_id = $1 AND id > $2 AND id >= $3 AND id <= $4
        ORDER BY id LIMIT $5
      ), stored AS MATERIALIZED (
        SELECT id, fields, sum(pg_column_size(fields)) OVER (ORDER BY id) - pg_column_size(fields) AS before
        FROM page
      ), sized AS MATERIALIZED (
        SELECT id, fields, octet_length(fields::text) AS bytes FROM stored WHERE before < $6
      ), cut AS (
        SELECT id, fields, bytes, sum(bytes) OVER (ORDER BY id) AS through FROM sized
      )
      SELECT id, fields::text AS fields, bytes, (SELECT count(*) FROM page)::int AS found
      FROM cut WHERE through = bytes OR through <= $6 ORDER BY id
      """;

  private final BuildingKind group;
  private final Integer[] campaigns;
  private final Integer[] leadSources;
  private final boolean isOfAll;
  private final int rowsMax;
  private final long began = System.nanoTime();
  private final List<Part> parts = new ArrayList<>();
  private final List<Event> unreadable = new ArrayList<>();
  private int rows;
  private int bytes;
  private int nextCampaign;
  private UUID nextId;

  private StoredLeads(List<BuildingKind> group, int rowsMax) {
    this.group = group.getFirst();
    this.campaigns = scopes(group, Within.CAMPAIGN);
    this.leadSources = scopes(group, Within.LEAD_SOURCE);
    this.isOfAll = scopes(group, Within.ALL).length > 0;
    this.rowsMax = rowsMax;
    nextCampaign = this.group.nextCampaign();
    nextId = this.group.nextId();
  }

  private static Integer[] scopes(List<BuildingKind> group, Within within) {
    return group.stream()
        .map(BuildingKind::kind)
        .filter(kind -> kind.within() == within)
        .map(HashKind::scopeId)
        .distinct()
        .toArray(Integer[]::new);
  }

  /** A stored lead with its fields as JSON text. */
  record StoredLead(UUID id, String fields) {}

  /**
   * Leads of one campaign.
   *
   * @param type empty if the lead type cannot be read
   */
  record Part(int campaignId, int leadSourceId, Optional<LeadType> type, List<StoredLead> leads) {}

  /**
   * The leads of a chunk.
   *
   * @param unreadable the rows that could not be read
   * @param nextCampaign all leads of the campaigns before this campaign are in this chunk or before
   * @param nextId all leads of the next campaign up to this id are in this chunk or before
   */
  record Chunk(List<Part> parts, List<Event> unreadable, int nextCampaign, UUID nextId) {}

  /**
   * Reads the next leads of kinds that are built together.
   *
   * @param rowsMax the most leads
   */
  static Future<Chunk> next(SqlConnection connection, List<BuildingKind> group, int rowsMax) {
    StoredLeads reading = new StoredLeads(group, rowsMax);
    return reading.read(connection).map(done -> reading.chunk());
  }

  private Chunk chunk() {
    return new Chunk(parts, unreadable, nextCampaign, nextId);
  }

  private Future<Void> read(SqlConnection connection) {
    return connection
        .preparedQuery(CAMPAIGN)
        .execute(Tuple.of(nextCampaign, campaigns, leadSources, isOfAll))
        .map(found -> Rows.first(found, row -> row))
        .compose(
            campaign ->
                campaign
                    .map(row -> readCampaign(connection, row))
                    .orElseGet(Future::succeededFuture));
  }

  private Future<Void> readCampaign(SqlConnection connection, Row campaign) {
    int id = campaign.getInteger("campaign_id");
    UUID after = id == nextCampaign ? nextId : NO_ID;
    int limit = rowsMax - rows;
    return connection
        .preparedQuery(LEADS)
        .execute(Tuple.of(id, after, group.buildFrom(), group.buildTo(), limit, BYTES_MAX - bytes))
        .compose(
            found -> {
              List<StoredLead> leads = Rows.all(found, StoredLeads::lead);
              Rows.all(found, row -> row.getInteger("bytes")).forEach(size -> bytes += size);
              rows += leads.size();
              if (!leads.isEmpty()) {
                parts.add(
                    new Part(id, campaign.getInteger("lead_source_id"), type(campaign), leads));
              }
              boolean isCut =
                  !leads.isEmpty()
                      && Rows.one(found, row -> row.getInteger("found")) > leads.size();
              if (isCut || leads.size() == limit) {
                nextCampaign = id;
                nextId = leads.getLast().id();
                return Future.succeededFuture();
              }
              nextCampaign = id + 1;
              nextId = NO_ID;
              return hasRoom() ? read(connection) : Future.succeededFuture();
            });
  }

  private boolean hasRoom() {
    return bytes < BYTES_MAX / 2 && System.nanoTime() - began < READING_MAX.toNanos();
  }

  private static StoredLead lead(Row row) {
    return new StoredLead(row.getUUID("id"), row.getString("fields"));
  }

  private Optional<LeadType> type(Row campaign) {
    try {
      return Optional.of(TYPES.read(campaign));
    } catch (RuntimeException e) {
      unreadable.add(new Event.RowUnreadable("lead_type", "" + campaign.getInteger("id")));
      return Optional.empty();
    }
  }
}
