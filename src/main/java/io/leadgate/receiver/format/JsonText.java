package io.leadgate.receiver.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the strings and numbers of a JSON text that must not be stored, because PostgreSQL stores
 * them as json and cannot read them: strings with a NUL or a lone surrogate, and numbers that are
 * too long or too large. Strict JSON in valid UTF-8 holds a NUL or a lone surrogate only as an
 * escape, so the strings of a text without escapes are not searched. Confined to one event loop.
 */
final class JsonText {

  private static final int NUMBER_LENGTH_MAX = 100;

  /**
   * The largest exponent, positive or negative. A reader that turns the lead into jsonb gets each
   * number with all its zeros: exponents of 500 would turn a body of 64 KiB into 5 MB.
   */
  private static final int EXPONENT_MAX = 30;

  private static final int SHOWN_LENGTH_MAX = 200;

  private final boolean hasEscapes;

  JsonText(String text) {
    this.hasEscapes = text.contains("\\u");
  }

  boolean isSane(JsonToken token, String value) {
    return switch (token) {
      case VALUE_STRING -> isSane(value);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          value.length() <= NUMBER_LENGTH_MAX && isInRange(value);
      default -> true;
    };
  }

  boolean isSane(String value) {
    if (!hasEscapes) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == value.length() || !Character.isLowSurrogate(value.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isInRange(String number) {
    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (e < 0) {
      return true;
    }
    try {
      return Math.abs((long) Integer.parseInt(number.substring(e + 1))) <= EXPONENT_MAX;
    } catch (NumberFormatException tooLong) {
      return false;
    }
  }

  /**
   * Reads the object or array that the parser is at to its end.
   *
   * @return whether all its strings and numbers are sane, and no object has a name twice
   */
  boolean isNestedSane(JsonParser parser) throws IOException {
    boolean sane = true;
    Deque<Set<String>> names = new ArrayDeque<>();
    JsonToken token = parser.currentToken();
    do {
      switch (token) {
        case START_OBJECT, START_ARRAY -> names.push(new HashSet<>());
        case END_OBJECT, END_ARRAY -> names.pop();
        case FIELD_NAME ->
            sane &= isSane(parser.currentName()) && names.element().add(parser.currentName());
        default -> sane &= isSane(token, parser.getText());
      }
      token = names.isEmpty() ? token : parser.nextToken();
    } while (!names.isEmpty());
    return sane;
  }

  /**
   * The part of a name that is shown in an answer or a log: at most 200 characters, with U+FFFD in
   * place of control characters and surrogates.
   */
  static String printable(String name) {
    return name.length() > SHOWN_LENGTH_MAX
        ? shown(name.substring(0, SHOWN_LENGTH_MAX)) + "\u2026"
        : shown(name);
  }

  private static String shown(String name) {
    return name.codePoints()
        .map(c -> c < 0x20 || (c >= 0xD800 && c <= 0xDFFF) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
