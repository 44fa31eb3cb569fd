package io.leadgate.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.HashProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads with a campaign how far the leads are hashed for the rule that the campaign is to have. */
final class HashProgressSql {

  /** The progress of each kind with the scope of the rule, as a column of campaigns. */
  static final String COLUMN =
      """
      (SELECT json_agg(json_build_object('names', names, 'hashed', hashed, 'of', to_hash))::text
        FROM hash_kind
        WHERE deleted_at IS NULL AND within = campaign.duplicate_rules ->> 'within'
          AND scope_id = CASE campaign.duplicate_rules ->> 'within' WHEN 'campaign' THEN campaign.id
            WHEN 'lead_source' THEN campaign.lead_source_id ELSE 0 END) AS hash_progress""";

  /** The column where nobody asks for the progress. */
  static final String NO_COLUMN = "NULL::text AS hash_progress";

  private HashProgressSql() {}

  /** Sums the progress of the rule's kinds. A kind that is not made yet is not counted yet. */
  static HashProgress read(String column, DuplicateRules rules) {
    Map<List<String>, HashProgress> known = new HashMap<>();
    for (JsonNode kind : StoredJson.parse(column)) {
      known.put(
          StoredJson.texts(kind.required("names")),
          new HashProgress(
              kind.required("hashed").longValue(),
              Optional.of(kind.required("of"))
                  .filter(JsonNode::isNumber)
                  .map(JsonNode::longValue)));
    }
    HashProgress unknown = new HashProgress(0, Optional.empty());
    return rules.sets().stream()
        .filter(set -> !set.isEmpty())
        .map(set -> new HashKind(rules.within(), 0, set).names())
        .distinct()
        .map(names -> known.getOrDefault(names, unknown))
        .reduce(HashProgress.NONE, HashProgress::plus);
  }
}
