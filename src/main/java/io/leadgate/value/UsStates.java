package io.leadgate.value;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Recognises a state of the USA, by code or by name, in any case, with any spaces and punctuation.
 * Reads the table {@code value/us-states.txt} when the class is loaded; without the table the
 * loading fails. Thread-safe.
 */
final class UsStates {

  private static final String TABLE = "/value/us-states.txt";
  private static final Set<String> FORMS = forms();
  private static final int FORM_LENGTH_MAX =
      FORMS.stream().mapToInt(String::length).max().orElseThrow();

  private UsStates() {}

  private static Set<String> forms() {
    Set<String> forms = new HashSet<>();
    table()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              forms.add(line.substring(0, 2));
              for (String name : line.substring(3).split("/", -1)) {
                forms.add(name.replace(" ", "").toUpperCase(Locale.ROOT));
              }
            });
    return forms;
  }

  private static String table() {
    try (InputStream file = UsStates.class.getResourceAsStream(TABLE)) {
      if (file == null) {
        throw new IllegalStateException("the table of states is missing: " + TABLE);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean has(String text) {
    return FORMS.contains(text) || hasForm(text);
  }

  private static boolean hasForm(String text) {
    StringBuilder form = new StringBuilder(FORM_LENGTH_MAX);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Cursor.isLetter(c)) {
        if (form.length() == FORM_LENGTH_MAX) {
          return false;
        }
        form.append((char) (c & ~0x20)); // In upper case.
      } else if (!isBetweenLetters(c)) {
        return false;
      }
    }
    return FORMS.contains(form.toString());
  }

  private static boolean isBetweenLetters(char c) {
    return ".,-_'\u2019()/".indexOf(c) >= 0 || Spaces.isSpace(c);
  }
}
