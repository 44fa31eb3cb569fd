package io.leadgate.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A campaign's duplicate rules in JSON. */
final class DuplicateRulesJson {

  private static final String NAME = "duplicate_rules";
  private static final Set<String> MEMBERS = Set.of("sets", "days", "action", "within");
  private static final int DAYS_MAX = 365;
  private static final int SETS_MAX = 10;
  private static final int NAME_LENGTH_MAX = 100;

  private DuplicateRulesJson() {}

  static ObjectNode of(DuplicateRules rules) {
    ObjectNode json = Json.object();
    ArrayNode sets = json.putArray("sets");
    rules.sets().forEach(set -> set.forEach(sets.addArray()::add));
    return json.put("days", rules.days())
        .put("action", rules.action().code())
        .put("within", rules.within().code());
  }

  static Optional<DuplicateRules> read(JsonReader campaign) {
    if (campaign.isAbsent(NAME)) {
      return Optional.empty();
    }
    if (!(campaign.get(NAME) instanceof ObjectNode object)) {
      campaign.error(NAME, "invalid_duplicate_rules", "must be null or an object");
      return Optional.empty();
    }
    JsonReader rules = campaign.within(NAME, object).refuseOthers(MEMBERS);
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
      good &= set.isArray() && isSize(set);
      for (JsonNode name : set) {
        good &= name.isTextual() && JsonReader.isText(name.textValue(), NAME_LENGTH_MAX);
        names.add(name.asText());
      }
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
