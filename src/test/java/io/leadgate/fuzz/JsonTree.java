package io.leadgate.fuzz;

import java.util.List;

/** A JSON value, from its first character in the text to behind its last one. */
sealed interface JsonTree {
  int from();

  int to();

  record Members(int from, int to, List<Member> list) implements JsonTree {}

  record Items(int from, int to, List<JsonTree> list) implements JsonTree {}

  record Text(int from, int to, String text) implements JsonTree {}

  /** A number, as it is written. */
  record Digits(int from, int to, String text) implements JsonTree {}

  /** A literal name: true, false or null. */
  record Word(int from, int to, String text) implements JsonTree {}

  /**
   * @param from where its name stands
   */
  record Member(int from, String name, JsonTree value) {}

  /** Whether there is a surrogate in it that is no half of a pair. */
  static boolean hasHalf(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** As a JSON string. */
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
