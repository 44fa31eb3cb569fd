package io.leadgate.duplicates.upkeep;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.HashKind;
import io.leadgate.store.CampaignTable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says how far the duplicate rules look back: those that are wanted and those that judge now, of
 * all campaigns that are not deleted.
 */
final class LookBack {

  /** Bounds a number that was written by hand, so that a time stays within the range of ids. */
  private static final int DAYS_MAX = 18_000;

  /** The condition of the index {@code campaign_ruled}. */
  private static final String IS_RULED =
      "deleted_at IS NULL AND (duplicate_rules IS NOT NULL OR judged_rules IS NOT NULL)";

  private static final CampaignTable CAMPAIGNS = new CampaignTable();

  private static final String CAMPAIGNS_WITH_RULES =
      "SELECT %s FROM campaign WHERE %s".formatted(CAMPAIGNS.selectionForNodes(), IS_RULED);

  /**
   * A query for the least id of a lead whose hash a rule can still need; greater than all ids if
   * there is no rule. $1 is the number of milliseconds by which leads may be late. A rule that
   * cannot be read counts, if it has a number of days.
   */
  static final String HORIZON =
      """
      SELECT CASE WHEN days IS NULL THEN 'ffffffff-ffff-ffff-ffff-ffffffffffff' ELSE %s END AS horizon
      FROM (
        SELECT max(least(greatest(rule.days::numeric, 0), %d))::float8 AS days
        FROM campaign CROSS JOIN LATERAL
          (VALUES (duplicate_rules -> 'days'), (judged_rules -> 'days')) AS rule(days)
        WHERE %s AND jsonb_typeof(rule.days) = 'number'
      ) AS longest
      """
          .formatted(
              leastIdAt("now() - days * interval '24 hours' - $1 * interval '1 ms'"),
              DAYS_MAX,
              IS_RULED);

  /** A query for whether there is a rule that is wanted and does not judge, or judges unwanted. */
  static final String IS_UNSETTLED =
      "SELECT EXISTS (SELECT FROM campaign WHERE %s AND duplicate_rules IS DISTINCT FROM judged_rules)"
          .formatted(IS_RULED);

  private LookBack() {}

  /** The least UUID whose first 48 bits hold the millisecond of a time, as SQL. */
  static String leastIdAt(String time) {
    return "(lpad(to_hex(floor(extract(epoch FROM %s) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid"
        .formatted(time);
  }

  /** The longest look-back in days of the rules that need a kind, for each kind. */
  static Future<Map<HashKind, Integer>> days(SqlConnection connection) {
    return connection.preparedQuery(CAMPAIGNS_WITH_RULES).execute().map(LookBack::days);
  }

  private static Map<HashKind, Integer> days(RowSet<Row> rows) {
    Map<HashKind, Integer> days = new HashMap<>();
    for (Row row : rows) {
      readable(row)
          .ifPresent(
              campaign ->
                  Stream.of(campaign.duplicateRules(), campaign.judgedRules())
                      .flatMap(Optional::stream)
                      .forEach(rules -> add(campaign, rules, days)));
    }
    return days;
  }

  private static void add(Campaign campaign, DuplicateRules rules, Map<HashKind, Integer> days) {
    int bounded = Math.clamp(rules.days(), 0, DAYS_MAX);
    HashKind.of(campaign, rules).forEach(kind -> days.merge(kind, bounded, Math::max));
  }

  /** A campaign that cannot be read takes no leads, so its rules need nothing. */
  private static Optional<Campaign> readable(Row row) {
    try {
      return Optional.of(CAMPAIGNS.read(row));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
