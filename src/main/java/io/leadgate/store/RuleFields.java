package io.leadgate.store;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.FieldError;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the fields of a campaign's duplicate rules that the lead type does not have. A rule can
 * name only fields of the lead type, because no lead has a good value of another.
 */
final class RuleFields {

  private static final String FIELD_NAMES =
      "SELECT field ->> 'name' AS name FROM lead_type, jsonb_array_elements(fields) AS field"
          + " WHERE id = $1";

  private RuleFields() {}

  static Future<List<FieldError>> misfits(SqlConnection connection, Campaign campaign) {
    return campaign
        .duplicateRules()
        .map(
            rules ->
                connection
                    .preparedQuery(FIELD_NAMES)
                    .execute(Tuple.of(campaign.leadTypeId()))
                    .map(rows -> misfits(rules, Rows.all(rows, row -> row.getString("name")))))
        .orElseGet(() -> Future.succeededFuture(List.of()));
  }

  private static List<FieldError> misfits(DuplicateRules rules, List<String> fieldNames) {
    Set<String> known = fieldNames.stream().map(RuleFields::lowerCase).collect(Collectors.toSet());
    List<FieldError> misfits = new ArrayList<>();
    for (int i = 0; i < rules.sets().size(); i++) {
      String unknown =
          rules.sets().get(i).stream()
              .filter(name -> !known.contains(lowerCase(name)))
              .collect(Collectors.joining(", "));
      if (!unknown.isEmpty()) {
        String set = "duplicate_rules.sets[%d]".formatted(i);
        misfits.add(
            new FieldError(
                set,
                "unknown_field",
                "%s names fields that the lead type does not have: %s".formatted(set, unknown)));
      }
    }
    return misfits;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
