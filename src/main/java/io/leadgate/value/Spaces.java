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

  /**
   * Whether a character cannot be seen: a space, or a format character, such as the zero-width
   * spaces and direction marks that come along from web pages (Unicode's category Cf).
   */
  private static boolean isInvisible(int c) {
    return (c <= Character.MAX_VALUE && isSpace((char) c)) || isFormat(c);
  }

  private static boolean isFormat(int c) {
    return c > 0x7F && Character.getType(c) == Character.FORMAT;
  }

  /** The text without the spaces and format characters at its ends. */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isInvisible(text.codePointAt(from))) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (from < to && isInvisible(text.codePointBefore(to))) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  static boolean hasFormat(String text) {
    return text.codePoints().anyMatch(Spaces::isFormat);
  }

  /** The text without the format characters anywhere in it. */
  static String withoutFormat(String text) {
    return hasFormat(text)
        ? text.codePoints()
            .filter(c -> !isFormat(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }
}
