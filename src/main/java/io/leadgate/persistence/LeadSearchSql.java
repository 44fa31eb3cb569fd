package io.leadgate.persistence;

import io.leadgate.bus.LeadQuery;
import io.leadgate.domain.LeadId;
import io.leadgate.postgres.SliceSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Builds the SQL statement of one search. The statement contains only the conditions of the query,
 * because Postgres plans {@code $1 IS NULL OR …} for its worst case. A time condition is a range of
 * ids, so it excludes whole partitions. Partitions are ranges of ids too: Postgres reads the newest
 * partition first, and an older partition only while the page is not full.
 *
 * @param transactionSettings the settings of the transaction in which the statement must run; empty
 *     if the statement needs no transaction
 * @param values the parameters of the statement
 */
record LeadSearchSql(Optional<String> transactionSettings, String text, List<Object> values) {

  private static final String COLUMNS =
      "l.id, l.campaign_id, l.credential_id, l.received_at, l.remote, l.duplicate_of, l.reference,"
          + " l.fields";

  /**
   * Forces the Bloom index. The planner cannot estimate how many rows a Bloom filter lets through,
   * and would scan the whole table.
   */
  private static final String BY_CONTACT =
      "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off";

  /**
   * Forces the index of the campaigns. If the planner expects few leads of a campaign, it would
   * read and sort all of these leads.
   */
  private static final String BY_CAMPAIGN =
      "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off";

  /**
   * Builds the statement of a query.
   *
   * @param campaigns the campaigns to search, at least one; empty for all campaigns
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

  /** Reads the newest leads of each campaign by the campaign's index, and sorts them. */
  private static String newestOfEach(
      String columns, String campaigns, List<String> conditions, String perCampaign) {
    return "SELECT l.* FROM unnest(%s) AS wanted(id) CROSS JOIN LATERAL (%s) l ORDER BY l.id DESC"
        .formatted(campaigns, newest(columns, conditions, perCampaign));
  }

  /**
   * Reads a page of many campaigns, for which a full page of each campaign would be far too much. A
   * first pass reads the few newest ids of each campaign from the index alone. The last id of a
   * page of these ids is a lower bound: no lead of the result is older.
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

  /** Adds the lead source, and ends the page early if the fields get too large. */
  private static String whole(String page) {
    return "SELECT found, %s FROM (%s) l JOIN campaign c ON c.id = l.campaign_id ORDER BY l.id DESC"
        .formatted(LeadSearch.COLUMNS, SliceSql.cut(page, "id DESC", "octet_length(fields::text)"));
  }

  /** Collects the parameters and numbers them in order. */
  private static final class Builder {
    private final List<Object> values = new ArrayList<>();

    LeadSearchSql end(String page) {
      return new LeadSearchSql(Optional.empty(), whole(page), values);
    }

    LeadSearchSql end(String transactionSettings, String page) {
      return new LeadSearchSql(Optional.of(transactionSettings), whole(page), values);
    }

    String parameter(Object value, String type) {
      values.add(value);
      return "$%d::%s".formatted(values.size(), type);
    }

    List<String> idRange(LeadQuery query) {
      List<String> conditions = new ArrayList<>();
      query.from().map(LeadId::leastAt).ifPresent(id -> conditions.add(id(">=", id)));
      query.to().map(LeadId::leastAt).ifPresent(id -> conditions.add(id("<", id)));
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
