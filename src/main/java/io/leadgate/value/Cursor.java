package io.leadgate.value;

import java.util.Locale;

/**
 * Reads a short text from its start to its end. Each step moves past the characters that the step
 * takes, or does not move, so that a reader takes time in proportion to the text's length. Confined
 * to one thread.
 */
final class Cursor {

  /** Stands for the end of the text, because PostgreSQL stores no text with this character. */
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

  boolean takeChar(char c) {
    boolean found = next() == c && !isAtEnd();
    if (found) {
      at++;
    }
    return found;
  }

  /** Takes the next character if it is among the given characters. */
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

  /** Takes the next digits, and returns their count. */
  int takeDigits() {
    int from = at;
    while (isDigit(next())) {
      at++;
    }
    return at - from;
  }

  /** Takes the next digits, and returns their value; -1 for no digits or more than nine digits. */
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

  /** Takes the next letters, and returns them in lower case; empty without letters. */
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

  /** Whether a character is a letter from A to Z, in either case. */
  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
