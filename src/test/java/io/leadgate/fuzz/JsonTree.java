package io.leadgate.fuzz;

import java.util.List;

/** A JSON value with its place in the text, from its first character to behind its last. */
sealed interface JsonTree {
  int from();

  int to();

  record Members(int from, int to, List<Member> list) implements JsonTree {}

  record Items(int from, int to, List<JsonTree> list) implements JsonTree {}

  record Text(int from, int to, String text) implements JsonTree {}

  /** A number as it was written. */
  record Digits(int from, int to, String text) implements JsonTree {}

  /** A literal name: true, false or null. */
  record Word(int from, int to, String text) implements JsonTree {}

  /**
   * @param from the place of the name
   */
  record Member(int from, String name, JsonTree value) {}

  /** Whether the text has a lone surrogate. */
  static boolean hasHalf(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** The text as a JSON string. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
