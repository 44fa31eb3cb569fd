package io.leadgate.persistence;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The statement for one search. Only the conditions that there are stand in it, since Postgres
 * plans one with {@code $1 IS NULL OR …} for the worst of its meanings. A time is a range of ids,
 * so it leaves out whole partitions; and since partitions are ranges of ids too, the newest one is
 * read first and the next only where the page is not full.
 *
 * @param beforehand settings of the transaction that it must run in, where it needs one
 * @param values its parameters
 */
record LeadSearchSql(Optional<String> beforehand, String text, List<Object> values) {

  /** A page ends early where the fields on it come to this. */
  private static final int BYTES_MAX = 8 * 1024 * 1024;

  private static final String COLUMNS =
      "l.id, l.campaign_id, l.credential_id, l.received_at, l.remote, l.fields";

  /**
   * How many rows a Bloom filter lets through is not known to the planner, which takes the whole
   * table for the cheaper way.
   */
  private static final String BY_CONTACT =
      "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off";

  /**
   * @param campaigns those to be looked through, at least one; empty means all
   */
  static LeadSearchSql of(LeadQuery query, Optional<List<Integer>> campaigns) {
    Builder builder = new Builder();
    List<String> conditions = builder.idRange(query);
    String limit = builder.parameter(query.limit() + 1, "int");
    boolean byContact = query.email().isPresent() || !query.phones().isEmpty();
    String page;
    if (byContact) {
      conditions.addAll(builder.contact(query));
      campaigns.ifPresent(
          ids ->
              conditions.add(
                  "l.campaign_id = ANY (%s)"
                      .formatted(builder.parameter(ids.toArray(Integer[]::new), "int[]"))));
      page = newest(conditions, limit);
    } else if (campaigns.isPresent()) {
      String ids = builder.parameter(campaigns.get().toArray(Integer[]::new), "int[]");
      conditions.add("l.campaign_id = wanted.id");
      page = newestOfEach(ids, conditions, limit);
    } else {
      page = newest(conditions, limit);
    }
    return new LeadSearchSql(
        byContact ? Optional.of(BY_CONTACT) : Optional.empty(), whole(page), builder.values);
  }

  private static String newest(List<String> conditions, String limit) {
    return "SELECT %s FROM lead l%s ORDER BY l.id DESC LIMIT %s"
        .formatted(
            COLUMNS,
            conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions),
            limit);
  }

  /** A page of each campaign, by its own index, and of those the newest. */
  private static String newestOfEach(String ids, List<String> conditions, String limit) {
    return "SELECT l.* FROM unnest(%s) AS wanted(id) CROSS JOIN LATERAL (%s) l ORDER BY l.id DESC LIMIT %s"
        .formatted(ids, newest(conditions, limit), limit);
  }

  /** With the lead source, and cut where it gets too large; a first one is always there. */
  private static String whole(String page) {
    return """
        WITH page AS MATERIALIZED (%s), sized AS (
          SELECT id, campaign_id, credential_id, received_at, host(remote) AS remote,
            fields::text AS fields FROM page
        ), cut AS (
          SELECT *, count(*) OVER () AS found,
            sum(octet_length(fields)) OVER (ORDER BY id DESC) - octet_length(fields) AS before
          FROM sized
        )
        SELECT cut.*, c.lead_source_id FROM cut JOIN campaign c ON c.id = cut.campaign_id
        WHERE before < %d ORDER BY cut.id DESC
        """
        .formatted(page, BYTES_MAX);
  }

  /** Numbers the parameters as they come. */
  private static final class Builder {
    private final List<Object> values = new ArrayList<>();

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
