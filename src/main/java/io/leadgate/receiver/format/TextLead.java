package io.leadgate.receiver.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.leadgate.domain.LeadType;

/**
 * Makes a lead from a format whose values are all text. The lead is a JSON object of the strings
 * that were sent, unchanged and in their order, and is checked like a lead in JSON. Confined to one
 * event loop.
 */
final class TextLead {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private final LeadCheck check;
  private final StringBuilder fields = new StringBuilder(512).append('{');

  TextLead(LeadType type, int fieldsMax) {
    this.check = new LeadCheck(type, fieldsMax, new ErrorRoom());
  }

  /**
   * Adds a field.
   *
   * @param name the name, which like the value has only valid characters; a NUL is valid, but
   *     cannot be stored
   */
  void field(String name, String value) {
    if (check.begin(name, isStorable(name))) {
      checkValue(value);
    }
    // A bad field is kept too, because the lead may be the replay of a lead that was good.
    quoted(name, fields.length() == 1 ? "\"" : ",\"");
    quoted(value, ":\"");
  }

  private void checkValue(String value) {
    if (isStorable(value)) {
      check.value(value);
    } else {
      check.unstorable("has a character that cannot be stored");
    }
  }

  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0;
  }

  private void quoted(String text, String before) {
    fields.append(before);
    ENCODER.quoteAsString(text, fields);
    fields.append('"');
  }

  ParsedLead result() {
    return check.result(() -> fields.append('}').toString());
  }
}
