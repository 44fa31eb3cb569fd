package io.leadgate.receiver.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.leadgate.domain.LeadType;
import io.leadgate.receiver.cut.CredentialNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes a lead from a format whose values are all text. The lead is a JSON object of the strings
 * that were sent, unchanged and in their order, and is checked like a lead in JSON. A name that
 * comes again in the same spelling, as a group of check boxes does, is an array of its values where
 * the lead type does not name the field. Confined to one event loop.
 */
public final class TextLead {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  /** The end of the name of a group, which is an array also with one value. */
  private static final String GROUP = "[]";

  private final LeadCheck check;
  private final LeadType type;

  /** The values by name. */
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private TextLead(LeadType type, LeadCheck check) {
    this.type = type;
    this.check = check;
  }

  /** A lead of LeadExec's V1, which is a form too, and has credentials of its own. */
  public static TextLead ofV1(LeadType type, int fieldsMax) {
    return new TextLead(
        type, new LeadCheck(type, fieldsMax, new ErrorRoom(), CredentialNames.ofV1(type)).ofForm());
  }

  static TextLead of(LeadType type, int fieldsMax) {
    return new TextLead(type, new LeadCheck(type, fieldsMax, new ErrorRoom()));
  }

  /** A lead from a format in which a plus is a space, unless the plus is encoded. */
  static TextLead ofForm(LeadType type, int fieldsMax) {
    return new TextLead(type, new LeadCheck(type, fieldsMax, new ErrorRoom()).ofForm());
  }

  /**
   * Adds a field.
   *
   * @param name the name, which like the value has only valid characters; a NUL is valid, but
   *     cannot be stored
   */
  public void field(String name, String value) {
    if (check.cutsOut(name, value)) {
      return;
    }
    values.computeIfAbsent(name, added -> new ArrayList<>(1)).add(value);
  }

  public ParsedLead result() {
    StringBuilder fields = new StringBuilder(512).append('{');
    values.forEach(
        (name, sent) -> {
          List<String> kept = kept(name, sent);
          boolean isArray = kept.size() > 1 || isGroup(name);
          check(name, kept, isArray);
          // A bad field is kept too, because the lead may be the replay of a lead that was good.
          quoted(fields, name, fields.length() == 1 ? "\"" : ",\"");
          fields.append(':');
          if (isArray) {
            array(fields, kept);
          } else {
            quoted(fields, kept.getFirst(), "\"");
          }
        });
    return check.result(() -> fields.append('}').toString());
  }

  /** The values that the field has; equal values of a field of the lead type are a single value. */
  private List<String> kept(String name, List<String> sent) {
    return sent.size() > 1 && isKnown(name) ? sent.stream().distinct().toList() : sent;
  }

  private boolean isGroup(String name) {
    return name.endsWith(GROUP) && !isKnown(name);
  }

  private boolean isKnown(String name) {
    return type.position(name.toLowerCase(Locale.ROOT)) != null;
  }

  private void check(String name, List<String> kept, boolean isArray) {
    if (!check.begin(name, isStorable(name))) {
      return;
    }
    if (!kept.stream().allMatch(TextLead::isStorable)) {
      check.unstorable("has a character that cannot be stored");
    } else if (isArray) {
      check.values(kept.size());
    } else {
      check.value(kept.getFirst());
    }
  }

  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0;
  }

  private static void array(StringBuilder fields, List<String> values) {
    String before = "[\"";
    for (String value : values) {
      quoted(fields, value, before);
      before = ",\"";
    }
    fields.append(']');
  }

  private static void quoted(StringBuilder fields, String text, String before) {
    fields.append(before);
    ENCODER.quoteAsString(text, fields);
    fields.append('"');
  }
}
