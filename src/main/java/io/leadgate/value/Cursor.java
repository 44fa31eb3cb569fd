package io.leadgate.value;

import java.util.Locale;

/**
 * Reads a short text from its start to its end. Each step takes what it is for and goes on, or
 * takes nothing; none is done twice, so that a reader takes time by the text's length.
 */
final class Cursor {

  /** Past the end. No text that Postgres stores has it. */
  static final char END = '\0';

  private static final int DIGITS_MAX = 9;

  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  int at() {
    return at;
  }

  void backTo(int earlier) {
    at = earlier;
  }

  char next() {
    return ahead(0);
  }

  char ahead(int by) {
    return at + by < text.length() ? text.charAt(at + by) : END;
  }

  void skip() {
    at++;
  }

  boolean take(char c) {
    boolean found = next() == c && !isAtEnd();
    if (found) {
      at++;
    }
    return found;
  }

  /** One of these. */
  boolean takeAny(String chars) {
    boolean found = chars.indexOf(next()) >= 0;
    if (found) {
      at++;
    }
    return found;
  }

  boolean takeSpaces() {
    int from = at;
    while (!isAtEnd() && Spaces.isSpace(next())) {
      at++;
    }
    return at > from;
  }

  /** How many digits there were. */
  int takeDigits() {
    int from = at;
    while (isDigit(next())) {
      at++;
    }
    return at - from;
  }

  /** What the digits say that are next; -1 for none, or for more than nine. */
  int takeNumber() {
    int from = at;
    int length = takeDigits();
    if (length == 0 || length > DIGITS_MAX) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < at; i++) {
      number = 10 * number + (text.charAt(i) - '0');
    }
    return number;
  }

  /** The letters that are next, in lower case; empty for none. */
  String takeWord() {
    int from = at;
    while (isLetter(next())) {
      at++;
    }
    return text.substring(from, at).toLowerCase(Locale.ROOT);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Of A to Z. */
  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
