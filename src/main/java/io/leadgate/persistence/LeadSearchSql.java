package io.leadgate.persistence;

import io.leadgate.bus.LeadQuery;
import io.leadgate.domain.LeadId;
import io.leadgate.postgres.SliceSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the statement for one search. It has only the conditions of that search, because Postgres
 * plans {@code $1 IS NULL OR …} for the worst of its meanings. A time is a range of ids, so it
 * leaves out whole partitions; Postgres reads the newest partition first and the next only where
 * the page is not full.
 *
 * @param beforehand settings of the transaction in which the statement must run, if it needs any
 * @param values its parameters
 */
record LeadSearchSql(Optional<String> beforehand, String text, List<Object> values) {

  private static final String COLUMNS =
      "l.id, l.campaign_id, l.credential_id, l.received_at, l.remote, l.fields";

  /**
   * The planner does not know how few rows a Bloom filter lets through, and would read the whole
   * table.
   */
  private static final String BY_CONTACT =
      "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off";

  /** Where the planner expects few leads of a campaign, it would read and sort them all. */
  private static final String BY_CAMPAIGN =
      "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off";

  /**
   * @param campaigns the campaigns to search, at least one; empty means all
   */
  static LeadSearchSql of(LeadQuery query, Optional<List<Integer>> campaigns) {
    Builder builder = new Builder();
    List<String> conditions = builder.idRange(query);
    String limit = builder.parameter(query.limit() + 1, "int");
    Optional<String> ids =
        campaigns.map(list -> builder.parameter(list.toArray(Integer[]::new), "int[]"));
    if (query.email().isPresent() || !query.phones().isEmpty()) {
      conditions.addAll(builder.contact(query));
      ids.ifPresent(list -> conditions.add("l.campaign_id = ANY (%s)".formatted(list)));
      return builder.end(BY_CONTACT, newest(COLUMNS, conditions, limit));
    }
    if (ids.isEmpty()) {
      return builder.end(newest(COLUMNS, conditions, limit));
    }
    conditions.add("l.campaign_id = wanted.id");
    int count = campaigns.get().size();
    return builder.end(
        BY_CAMPAIGN,
        count == 1
            ? newestOfEach(COLUMNS, ids.get(), conditions, limit)
            : newestOfMany(
                ids.get(),
                conditions,
                builder.parameter(1 + 2 * query.limit() / count, "int"),
                limit));
  }

  private static String newest(String columns, List<String> conditions, String limit) {
    return "SELECT %s FROM lead l%s ORDER BY l.id DESC LIMIT %s"
        .formatted(
            columns,
            conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions),
            limit);
  }

  /** The newest leads of each campaign, found in an index by campaign, in one order. */
  private static String newestOfEach(
      String columns, String campaigns, List<String> conditions, String perCampaign) {
    return "SELECT l.* FROM unnest(%s) AS wanted(id) CROSS JOIN LATERAL (%s) l ORDER BY l.id DESC"
        .formatted(campaigns, newest(columns, conditions, perCampaign));
  }

  /**
   * A page of many campaigns, without a whole page of each. The newest few leads of each campaign
   * are found in the index alone; no lead on the page is older than the last of a page's worth of
   * them.
   */
  private static String newestOfMany(
      String campaigns, List<String> conditions, String perCampaign, String limit) {
    String few = newestOfEach("l.id", campaigns, conditions, perCampaign);
    List<String> newer = new ArrayList<>(conditions);
    newer.add(
        "l.id >= coalesce((%s OFFSET %s - 1 LIMIT 1), '%s')".formatted(few, limit, new UUID(0, 0)));
    return "SELECT %s FROM (%s LIMIT %s) newest JOIN lead l ON l.id = newest.id ORDER BY l.id DESC"
        .formatted(COLUMNS, newestOfEach("l.id", campaigns, newer, limit), limit);
  }

  /** Adds the lead source, and cuts the page where the fields become too large. */
  private static String whole(String page) {
    String asText =
        "SELECT id, campaign_id, credential_id, received_at, host(remote) AS remote, fields::text AS fields FROM (%s) newest"
            .formatted(page);
    return "SELECT cut.*, c.lead_source_id FROM (%s) cut JOIN campaign c ON c.id = cut.campaign_id ORDER BY cut.id DESC"
        .formatted(SliceSql.cut(asText, "id DESC", "octet_length(fields)"));
  }

  /** Gathers the parameters of a statement and gives them their numbers. */
  private static final class Builder {
    private final List<Object> values = new ArrayList<>();

    LeadSearchSql end(String page) {
      return new LeadSearchSql(Optional.empty(), whole(page), values);
    }

    LeadSearchSql end(String beforehand, String page) {
      return new LeadSearchSql(Optional.of(beforehand), whole(page), values);
    }

    String parameter(Object value, String type) {
      values.add(value);
      return "$%d::%s".formatted(values.size(), type);
    }

    List<String> idRange(LeadQuery query) {
      List<String> conditions = new ArrayList<>();
      query.from().map(Partitions::firstIdAt).ifPresent(id -> conditions.add(id(">=", id)));
      query.to().map(Partitions::firstIdAt).ifPresent(id -> conditions.add(id("<", id)));
      query.before().map(LeadId::value).ifPresent(id -> conditions.add(id("<", id)));
      return conditions;
    }

    private String id(String operator, UUID id) {
      return "l.id %s %s".formatted(operator, parameter(id, "uuid"));
    }

    List<String> contact(LeadQuery query) {
      List<String> conditions = new ArrayList<>();
      query.email().ifPresent(email -> conditions.add("l.email = " + parameter(email, "text")));
      if (!query.phones().isEmpty()) {
        String phones = parameter(query.phones().toArray(String[]::new), "text[]");
        conditions.add("l.phone = ANY (%s)".formatted(phones));
      }
      return conditions;
    }
  }
}
