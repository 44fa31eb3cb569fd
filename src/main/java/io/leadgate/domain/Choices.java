package io.leadgate.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The options of a choice, and whether a text is one of them as people type it: without regard to
 * case, and with whatever spaces and punctuation stand around and between the words, so that {@code
 * solar-panel} is {@code Solar Panel}. Symbols such as + and &lt; tell options apart. A lead type
 * may have thousands of options and is asked for each lead, so that their forms are made once.
 */
final class Choices {

  static final Choices NONE = new Choices(List.of());

  private final List<String> options;

  /** And they themselves. */
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
    // As it stands first, since most are sent by programs.
    return forms.contains(text) || forms.contains(form(text));
  }

  /**
   * Its words in one case with one space between, and none beside a symbol; a text without any is
   * its own form. An apostrophe is left out rather than made a space: it stands within a word.
   */
  private static String form(String text) {
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
        // Both ways, since some letters have one form in upper case and two in lower case.
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
      // Those of them that are read aloud are no punctuation between words.
      case Character.OTHER_PUNCTUATION -> c == '#' || c == '%' || c == '@';
      default -> true;
    };
  }
}
