package io.leadgate.value;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a state of the USA, by code (also of ISO 3166-2), by name, or by a name and its code,
 * in any case, with any spaces and punctuation. Reads the table {@code value/us-states.txt} when
 * the class is loaded; without the table the loading fails. Thread-safe.
 */
final class UsStates {

  private static final String TABLE = "/value/us-states.txt";

  /** The codes by the forms of codes and names. */
  private static final Map<String, String> CODES = codes();

  private static final int CODE_LENGTH = 2;

  /** The begin of a code of ISO 3166-2, such as US-NY. */
  private static final String COUNTRY = "US";

  /** A name may have its code behind it. */
  private static final int FORM_LENGTH_MAX =
      CODES.keySet().stream().mapToInt(String::length).max().orElseThrow() + CODE_LENGTH;

  private UsStates() {}

  private static Map<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    table()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              String code = line.substring(0, 2);
              codes.put(code, code);
              for (String name : line.substring(3).split("/", -1)) {
                codes.put(name.replace(" ", "").toUpperCase(Locale.ROOT), code);
              }
            });
    return codes;
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
    return code(text) != null;
  }

  /** The code of a state; null for a text that is no state. */
  static @Nullable String code(String text) {
    // The exact text is looked up first, because most leads are sent by programs.
    String code = CODES.get(text);
    return code == null ? codeOfForm(text) : code;
  }

  private static @Nullable String codeOfForm(String text) {
    StringBuilder form = new StringBuilder(FORM_LENGTH_MAX);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Cursor.isLetter(c)) {
        if (form.length() == FORM_LENGTH_MAX) {
          return null;
        }
        form.append((char) (c & ~0x20)); // In upper case.
      } else if (!isBetweenLetters(c)) {
        return null;
      }
    }
    String code = CODES.get(form.toString());
    return code == null ? codeOfBoth(form.toString()) : code;
  }

  /** The code of a text such as US-NY, or New York, NY. */
  private static @Nullable String codeOfBoth(String form) {
    int last = form.length() - CODE_LENGTH;
    if (last < CODE_LENGTH) {
      return null;
    }
    String code = CODES.get(form.substring(last));
    String before = form.substring(0, last);
    boolean isName = last > CODE_LENGTH && code != null && code.equals(CODES.get(before));
    return isName || before.equals(COUNTRY) ? code : null;
  }

  private static boolean isBetweenLetters(char c) {
    return ".,-_'\u2019()/".indexOf(c) >= 0 || Spaces.isSpace(c);
  }
}
