package io.leadgate.value;

import io.leadgate.domain.LeadType;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value in the form in which all texts of the same meaning are equal, as the check of
 * values reads them ({@link FieldCheck}): {@code (212) 555-0123} and {@code +1 212 555 0123}, or
 * {@code 12/31/2001} and {@code 31 Dec 2001}. Duplicate rules compare values in this form. A value
 * that its type does not allow, such as that of a lead from before the type was changed, is
 * compared as a text. Thread-safe.
 */
public final class NormalForm {

  private static final Set<String> TRUE = Set.of("true", "yes", "y", "t", "1", "on");

  /**
   * The most combining marks in a row: the bound of Unicode's stream-safe texts (UAX #15), past
   * which the time to compose a text grows with the square of its length. No language needs more.
   */
  private static final int MARKS_IN_A_ROW_MAX = 30;

  private static final int US_ZIP_DIGITS = 5;
  private static final int US_ZIP_PLUS_4_DIGITS = 9;

  private NormalForm() {}

  /**
   * The normal form of a value.
   *
   * @param field the field of the lead's own lead type; null for a field that the type lacks
   * @param text the value, with or without spaces around it
   * @param country the default country of the lead type
   * @return empty for a blank value, which is equal to no value
   */
  public static Optional<String> of(LeadType.@Nullable Field field, String text, String country) {
    String value = Spaces.strip(text);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        field != null && FieldCheck.errorIn(field, value, country).isEmpty()
            ? ofGood(field, value, country)
            : ofText(value));
  }

  private static String ofGood(LeadType.Field field, String value, String country) {
    return switch (field.type()) {
      case TEXT -> ofText(value);
      case EMAIL -> EmailAddress.normal(value).orElseThrow();
      case PHONE -> PhoneNumbers.normal(value, country).orElseThrow();
      case NUMBER, INTEGER -> NumberText.normal(value).orElseThrow();
      case BOOLEAN -> Boolean.toString(TRUE.contains(value.toLowerCase(Locale.ROOT)));
      case DATE -> DateText.normal(value, country).orElseThrow();
      case POSTAL_CODE -> ofPostalCode(value, country);
      case US_STATE -> String.valueOf(UsStates.code(value));
      case CHOICE -> LeadType.Field.optionForm(value);
    };
  }

  /**
   * Upper and lower case are equal, and so are all spaces between the words, and composed and
   * decomposed letters unless a letter has absurdly many marks.
   */
  private static String ofText(String value) {
    String composed =
        isStreamSafe(value) ? Normalizer.normalize(value, Normalizer.Form.NFC) : value;
    StringBuilder form = new StringBuilder(composed.length());
    boolean gap = false;
    for (int i = 0; i < composed.length(); ) {
      int c = composed.codePointAt(i);
      i += Character.charCount(c);
      if (c <= Character.MAX_VALUE && Spaces.isSpace((char) c)) {
        gap = true;
      } else {
        if (gap) {
          form.append(' ');
        }
        gap = false;
        // Both conversions are needed, because some letters have one upper-case and two lower-case
        // forms.
        form.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
      }
    }
    return form.toString();
  }

  private static boolean isStreamSafe(String value) {
    int marks = 0;
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      marks = isMark(c) ? marks + 1 : 0;
      if (marks > MARKS_IN_A_ROW_MAX) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  /** Letters and digits in upper case; of a ZIP+4 code of the USA, the ZIP code. */
  private static String ofPostalCode(String value, String country) {
    StringBuilder form = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Cursor.isDigit(c)) {
        form.append(c);
      } else if (Cursor.isLetter(c)) {
        form.append((char) (c & ~0x20));
      }
    }
    boolean isZipPlus4 =
        country.equals("US")
            && form.length() == US_ZIP_PLUS_4_DIGITS
            && form.chars().allMatch(c -> Cursor.isDigit((char) c));
    return isZipPlus4 ? form.substring(0, US_ZIP_DIGITS) : form.toString();
  }
}
