package io.leadgate.writepath;

/**
 * Replaces a part of a text.
 *
 * @param part a part that is in the text exactly once
 */
record Edit(String part, String replacement) {

  /**
   * @throws IllegalStateException if the part is not in the text exactly once
   */
  String in(String text) {
    int place = text.indexOf(part);
    if (place < 0 || text.indexOf(part, place + 1) >= 0) {
      throw new IllegalStateException(
          "The text has not exactly once: " + part + System.lineSeparator() + text);
    }
    return text.substring(0, place) + replacement + text.substring(place + part.length());
  }
}
