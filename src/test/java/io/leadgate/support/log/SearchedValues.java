package io.leadgate.support.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds any of many values in a text, each as whole words, in a single walk through the text. The
 * values are kept by their first word.
 */
final class SearchedValues {

  private final Map<String, List<Value>> byFirstWord = new HashMap<>();
  private final List<Value> withoutWord = new ArrayList<>();
  private int size;

  /**
   * @param wordAt the index at which the value's first word begins
   */
  private record Value(String text, int wordAt, String kind) {}

  int size() {
    return size;
  }

  void add(String text, String kind) {
    size++;
    int begin = wordFrom(text, 0);
    Value value = new Value(text, begin, kind);
    if (begin == text.length()) {
      withoutWord.add(value);
    } else {
      String first = text.substring(begin, wordEnd(text, begin));
      byFirstWord.computeIfAbsent(first, word -> new ArrayList<>()).add(value);
    }
  }

  /** The kinds of the values that the text holds. */
  List<String> kindsIn(String text) {
    List<String> kinds = new ArrayList<>();
    withoutWord.stream()
        .filter(value -> text.contains(value.text()))
        .forEach(value -> kinds.add(value.kind()));
    for (int begin = wordFrom(text, 0); begin < text.length(); ) {
      int end = wordEnd(text, begin);
      // A value that SpecLog cut may end in the middle of a word.
      int known = Math.min(end, begin + SpecLog.LENGTH_MAX);
      for (Value value : byFirstWord.getOrDefault(text.substring(begin, known), List.of())) {
        if (isAt(text, begin - value.wordAt(), value.text())) {
          kinds.add(value.kind());
        }
      }
      begin = wordFrom(text, end);
    }
    return kinds;
  }

  private static boolean isAt(String text, int begin, String value) {
    int end = begin + value.length();
    return begin >= 0
        && text.startsWith(value, begin)
        && (value.length() == SpecLog.LENGTH_MAX
            || end == text.length()
            || !isWord(value.charAt(value.length() - 1))
            || !isWord(text.charAt(end)));
  }

  private static int wordFrom(String text, int from) {
    int at = from;
    while (at < text.length() && !isWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int wordEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c);
  }
}
