package io.leadgate.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The options of a choice field. A text matches an option as people type it: upper and lower case
 * are equal, and so are all spaces and punctuation around and between the words, so {@code
 * solar-panel} is {@code Solar Panel}. Symbols such as + and &lt; distinguish options. The forms of
 * the options are made once, because a lead type may have thousands of options and each lead is
 * compared with them.
 */
final class Choices {

  static final Choices NONE = new Choices(List.of());

  private final List<String> options;

  /** The forms of the options, and the options themselves. */
  private final Set<String> forms = new HashSet<>();

  private Choices(List<String> options) {
    this.options = options;
    forms.addAll(options);
    options.forEach(option -> forms.add(form(option)));
  }

  static Choices of(List<String> options) {
    return options.isEmpty() ? NONE : new Choices(List.copyOf(options));
  }

  List<String> options() {
    return options;
  }

  boolean has(String text) {
    // The exact text is compared first, because most leads are sent by programs.
    return forms.contains(text) || forms.contains(form(text));
  }

  /**
   * The form of a text: its words in lower case, separated by single spaces, without a space beside
   * a symbol. A text without words or symbols is its own form. An apostrophe is dropped, because it
   * stands within a word.
   */
  static String form(String text) {
    StringBuilder form = new StringBuilder(text.length());
    boolean gap = false;
    int last = ' ';
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isOfWord(c)) {
        if (gap && Character.isLetterOrDigit(last) && Character.isLetterOrDigit(c)) {
          form.append(' ');
        }
        gap = false;
        last = c;
        // Both conversions are needed, because some letters have one upper-case and two lower-case
        // forms.
        form.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
      } else if (c != '\'' && c != '\u2019') {
        gap = true;
      }
    }
    return form.isEmpty() ? text.strip() : form.toString();
  }

  private static boolean isOfWord(int c) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION ->
          false;
      // These characters are read aloud, so they count as symbols.
      case Character.OTHER_PUNCTUATION -> c == '#' || c == '%' || c == '@';
      default -> true;
    };
  }
}
