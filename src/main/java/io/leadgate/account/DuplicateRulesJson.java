package io.leadgate.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.HashProgress;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads duplicate rules from the JSON of a caller, and writes their state as JSON. */
final class DuplicateRulesJson {

  private static final Set<String> MEMBERS = Set.of("sets", "days", "action", "within");
  private static final int DAYS_MAX = 365;
  private static final int SETS_MAX = 10;

  private DuplicateRulesJson() {}

  /** The state of the rules that the campaign is to have. */
  static ObjectNode state(Campaign campaign) {
    boolean judges = campaign.duplicateRules().equals(campaign.judgedRules());
    HashProgress progress = campaign.hashProgress().orElse(HashProgress.NONE);
    return Json.object()
        .put("state", judges ? "active" : "building")
        .put("hashed", progress.hashed())
        .put("of", progress.of().orElse(null));
  }

  static Optional<DuplicateRules> read(JsonReader campaign, String member) {
    if (campaign.isAbsent(member)) {
      return Optional.empty();
    }
    if (!(campaign.get(member) instanceof ObjectNode object)) {
      campaign.error(member, "invalid_duplicate_rules", "must be null or an object");
      return Optional.empty();
    }
    JsonReader rules = campaign.within(member, object).refuseOthers(MEMBERS);
    return Optional.of(
        new DuplicateRules(
            sets(rules),
            rules.integer("days", 1, DAYS_MAX),
            rules.oneOf("action", DuplicateRules.Action.class),
            rules.oneOf("within", DuplicateRules.Within.class)));
  }

  private static List<List<String>> sets(JsonReader rules) {
    List<List<String>> sets = new ArrayList<>();
    JsonNode array = rules.get("sets");
    boolean good = array.isArray() && isSize(array);
    for (JsonNode set : array) {
      List<String> names = new ArrayList<>();
      good &= set.isArray() && isSize(set) && CampaignResource.addNames(set, names);
      sets.add(names);
    }
    if (!good) {
      rules.error(
          "sets",
          rules.isAbsent("sets") ? "required" : "invalid_sets",
          "must be an array of 1 to %d arrays of 1 to %d names of fields"
              .formatted(SETS_MAX, SETS_MAX));
    }
    return sets;
  }

  private static boolean isSize(JsonNode array) {
    return !array.isEmpty() && array.size() <= SETS_MAX;
  }
}
