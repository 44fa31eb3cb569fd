package io.leadgate.receiver.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.leadgate.domain.LeadType;

/**
 * A lead of a format that knows nothing but text. It is kept as a JSON object of strings, each as
 * it was sent and in the order in which it was, and is checked as that.
 */
final class TextLead {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private final LeadCheck check;
  private final StringBuilder fields = new StringBuilder(512).append('{');

  TextLead(LeadType type, int fieldsMax) {
    this.check = new LeadCheck(type, fieldsMax, new ErrorRoom());
  }

  /** Of valid characters both; a NUL is one, though it cannot be stored. */
  void field(String name, String value) {
    if (!check.begin(name, isStorable(name))) {
      return;
    }
    if (!isStorable(value)) {
      check.unstorable("has a character that cannot be stored");
      return;
    }
    check.value(value);
    quoted(name, fields.length() == 1 ? "\"" : ",\"");
    quoted(value, ":\"");
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
