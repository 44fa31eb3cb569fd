package io.leadgate.value;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a field's value against its type, leniently about spaces, case and punctuation as people
 * type them; the value is stored as it was sent. The check takes time in proportion to the value's
 * length, and for most types throws no exception on the way, because strangers choose the value.
 * Thread-safe.
 */
public final class FieldCheck {

  private static final Set<String> BOOLEANS =
      Set.of("true", "false", "yes", "no", "y", "n", "t", "f", "1", "0", "on", "off");
  private static final int BOOLEAN_LENGTH_MAX = 5;
  private static final int POSTAL_CODE_LENGTH_MIN = 2;
  private static final int POSTAL_CODE_LENGTH_MAX = 11;
  private static final int OPTIONS_NAMED_LENGTH_MAX = 200;

  private FieldCheck() {}

  /**
   * Finds the error of a value.
   *
   * @param value the text, with or without the spaces around it; not blank
   * @return empty for a good value
   */
  public static Optional<FieldError> errorIn(LeadType.Field field, String value, String country) {
    return field.type() == FieldType.TEXT || isGood(field, Spaces.strip(value), country)
        ? Optional.empty()
        : Optional.of(invalid(field));
  }

  /** The error of a value that its type does not allow. */
  public static FieldError invalid(LeadType.Field field) {
    return error(field, taken(field));
  }

  private static boolean isGood(LeadType.Field field, String text, String country) {
    return switch (field.type()) {
      case TEXT -> true;
      case EMAIL -> EmailAddress.normal(text).isPresent();
      case PHONE -> PhoneNumbers.isPossible(text, country);
      case NUMBER -> NumberText.isNumber(text);
      case INTEGER -> NumberText.isWhole(text);
      case BOOLEAN ->
          text.length() <= BOOLEAN_LENGTH_MAX && BOOLEANS.contains(text.toLowerCase(Locale.ROOT));
      case DATE -> DateText.isDate(text);
      case POSTAL_CODE -> isPostalCode(text);
      case US_STATE -> UsStates.has(text);
      case CHOICE -> field.isOption(text);
    };
  }

  /** Tells a person which values are good. */
  private static String taken(LeadType.Field field) {
    return switch (field.type()) {
      case TEXT -> "must be a text";
      case EMAIL -> "must be an e-mail address, such as ada@example.com";
      case PHONE -> "must be a phone number, such as (212) 555-0123 or +44 20 7946 0958";
      case NUMBER -> "must be a number, such as 1200 or 1,200.50";
      case INTEGER -> "must be a whole number, such as 36";
      case BOOLEAN -> "must be yes or no, or true or false";
      case DATE -> "must be a date, such as 2001-12-31 or 12/31/2001";
      case POSTAL_CODE -> "must be a postal code, such as 10001";
      case US_STATE -> "must be a US state, such as NY or New York";
      case CHOICE -> oneOf(field.options());
    };
  }

  /**
   * Names the options if they are few, and otherwise only their number, because a field may have a
   * thousand options.
   */
  private static String oneOf(List<String> options) {
    StringBuilder named = new StringBuilder("must be one of its options");
    String separator = ": ";
    for (String option : options) {
      named.append(separator).append(option);
      separator = ", ";
      if (named.length() > OPTIONS_NAMED_LENGTH_MAX) {
        return "must be one of its %d options".formatted(options.size());
      }
    }
    return named.toString();
  }

  /**
   * Whether a text may be the postal code of any country: 2 to 11 letters, digits, spaces and
   * hyphens, with at least one digit, and with a letter or digit first.
   */
  private static boolean isPostalCode(String text) {
    if (text.length() < POSTAL_CODE_LENGTH_MIN || text.length() > POSTAL_CODE_LENGTH_MAX) {
      return false;
    }
    boolean hasDigit = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Cursor.isDigit(c)) {
        hasDigit = true;
      } else if (!Cursor.isLetter(c) && (i == 0 || (c != '-' && !Spaces.isSpace(c)))) {
        return false;
      }
    }
    return hasDigit;
  }

  public static FieldError required(LeadType.Field field) {
    return new FieldError(field.name(), "required", field.name() + " is required");
  }

  public static FieldError notScalar(LeadType.Field field) {
    return error(field, "must be a single value");
  }

  private static FieldError error(LeadType.Field field, String message) {
    FieldType type = field.type();
    return new FieldError(field.name(), "invalid_" + type.code(), field.name() + ' ' + message);
  }
}
