package io.leadgate.support.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds any of many values in a text, each as whole words, in a single walk through the text. The
 * values are kept by their first word. A part of a UUID is no word, because UUIDs are random and so
 * have each short hexadecimal value in them now and then.
 */
final class SearchedValues {

  private static final Pattern UUID =
      Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

  private final Map<String, List<Value>> byFirstWord = new HashMap<>();
  private final List<Value> withoutWord = new ArrayList<>();
  private int size;

  /**
   * @param wordAt the index at which the value's first word begins
   */
  private record Value(String text, int wordAt, String kind) {}

  private record Place(int begin, int end, String kind) {
    boolean isPartOf(MatchResult other) {
      return begin >= other.start()
          && end <= other.end()
          && end - begin < other.end() - other.start();
    }
  }

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

  /** The text with the kind in place of each value that the text holds. */
  String masked(String text) {
    List<Place> places = new ArrayList<>();
    for (Value value : withoutWord) {
      for (int at = text.indexOf(value.text());
          at >= 0;
          at = text.indexOf(value.text(), at + value.text().length())) {
        places.add(new Place(at, at + value.text().length(), value.kind()));
      }
    }
    for (int begin = wordFrom(text, 0); begin < text.length(); ) {
      int end = wordEnd(text, begin);
      // A value that SpecLog cut may end in the middle of a word.
      int known = Math.min(end, begin + SpecLog.LENGTH_MAX);
      for (Value value : byFirstWord.getOrDefault(text.substring(begin, known), List.of())) {
        int at = begin - value.wordAt();
        if (isAt(text, at, value.text())) {
          places.add(new Place(at, at + value.text().length(), value.kind()));
        }
      }
      begin = wordFrom(text, end);
    }
    List<MatchResult> uuids = places.isEmpty() ? List.of() : UUID.matcher(text).results().toList();
    places.removeIf(place -> uuids.stream().anyMatch(place::isPartOf));
    return masked(text, places);
  }

  private static String masked(String text, List<Place> places) {
    places.sort(Comparator.comparingInt(Place::begin));
    StringBuilder masked = new StringBuilder();
    int end = 0;
    for (Place place : places) {
      if (place.begin() >= end) {
        masked.append(text, end, place.begin()).append('<').append(place.kind()).append('>');
      }
      end = Math.max(end, place.end());
    }
    return masked.append(text.substring(end)).toString();
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
