package io.leadgate.cli;

import java.util.regex.Pattern;

/** Keeps a text in one line, because a value with a line break could look like a further line. */
final class OneLine {

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

  private OneLine() {}

  /** The text with an escape for each control character and each line break. */
  static String of(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
