package io.leadgate.console.setup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.web.answer.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The form of duplicate rules.
 *
 * @param sets the names of fields of each set, each in a line; empty text for a set to fill in
 */
public record RulesForm(
    List<String> sets, String days, String action, String within, Faults faults) {

  private static final String SET = "set";
  private static final int EMPTY_SETS = 2;
  private static final int SETS_MAX = 10;
  private static final String RULES = "duplicate_rules";

  public RulesForm {
    sets = List.copyOf(sets);
  }

  static RulesForm of(Campaign campaign, Faults faults) {
    return campaign
        .duplicateRules()
        .map(rules -> of(rules, faults))
        .orElseGet(() -> new RulesForm(withEmpty(List.of()), "30", "flag", "campaign", faults));
  }

  private static RulesForm of(DuplicateRules rules, Faults faults) {
    return new RulesForm(
        withEmpty(rules.sets().stream().map(set -> String.join("\n", set)).toList()),
        Integer.toString(rules.days()),
        rules.action().code(),
        rules.within().code(),
        faults);
  }

  static RulesForm of(Form form, Faults faults) {
    return new RulesForm(
        withEmpty(sets(form)), form.text("days"), form.text("action"), form.text("within"), faults);
  }

  private static List<String> withEmpty(List<String> sets) {
    List<String> all = new ArrayList<>(sets);
    for (int i = 0; i < EMPTY_SETS && all.size() < SETS_MAX; i++) {
      all.add("");
    }
    return all;
  }

  /** The sets in which anything was typed, so that the places of faults are those of the sets. */
  private static List<String> sets(Form form) {
    return IntStream.rangeClosed(1, SETS_MAX)
        .mapToObj(i -> Typed.area(form, SET + i))
        .filter(set -> !set.isBlank())
        .toList();
  }

  static ObjectNode patch(Form form) {
    ObjectNode json = Json.object();
    ObjectNode rules = json.putObject(RULES);
    ArrayNode sets = rules.putArray("sets");
    sets(form).forEach(set -> Typed.lines(sets.addArray(), set));
    Typed.number(rules, "days", form.text("days"));
    rules.put("action", form.text("action")).put("within", form.text("within"));
    return json;
  }

  /** The patch that removes the rules. */
  static ObjectNode removal() {
    return Json.object().putNull(RULES);
  }

  /** The name of a set in the form. */
  public String name(int index) {
    return SET + (index + 1);
  }

  /** The name of a member in the faults. */
  public String member(String name) {
    return RULES + "." + name;
  }

  /** The faults that no input shows. */
  public List<String> otherFaults() {
    return faults.besides(
        IntStream.rangeClosed(0, SETS_MAX + 3)
            .mapToObj(
                i ->
                    i < SETS_MAX
                        ? member("sets[" + i + "]")
                        : member(List.of("sets", "days", "action", "within").get(i - SETS_MAX)))
            .toArray(String[]::new));
  }
}
