package io.leadgate.duplicates;

import io.leadgate.domain.DuplicateRules.Action;
import io.leadgate.domain.DuplicateRules.Within;
import java.util.List;

/**
 * A rule of the campaign under test, and the time in which each node judged by it.
 *
 * @param asked the time at which the rule was asked for; no node judged by it before
 * @param from the time from which each node knows that the rule judges
 * @param to the time at which the next rule was asked for
 */
record RuleInForce(
    List<List<String>> sets, Action action, Within within, long asked, long from, long to) {

  RuleInForce at(long request, long begin, long end) {
    return new RuleInForce(sets, action, within, request, begin, end);
  }

  /** Whether the lead was judged by the rule, whichever node took it. */
  boolean judged(PostedLead lead) {
    return lead.sent() - from >= 0 && lead.answered() - to <= 0;
  }

  boolean match(PostedLead lead, PostedLead other) {
    return sets.stream().anyMatch(set -> lead.equals(other, set));
  }

  String json() {
    String names =
        String.join(
            ",", sets.stream().map(set -> "[\"" + String.join("\",\"", set) + "\"]").toList());
    return """
        {"duplicate_rules":{"sets":[%s],"days":30,"action":"%s","within":"%s"}}"""
        .formatted(names, action.code(), within.code());
  }
}
