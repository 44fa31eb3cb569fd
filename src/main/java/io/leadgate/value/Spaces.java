package io.leadgate.value;

/**
 * Recognises the spaces of forms, spreadsheets and web pages, including no-break spaces.
 * Thread-safe.
 */
public final class Spaces {

  private Spaces() {}

  static boolean isSpace(char c) {
    return c == ' ' || Character.isWhitespace(c) || (c >= '\u00a0' && Character.isSpaceChar(c));
  }

  /** The text without the spaces at its ends. */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (from < to && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
