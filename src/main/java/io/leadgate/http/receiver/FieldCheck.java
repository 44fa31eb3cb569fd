package io.leadgate.http.receiver;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a field's value is what its type asks for; lenient about spaces and case. */
final class FieldCheck {

  private static final EmailValidator EMAIL = JMail.strictValidator();
  private static final Pattern POSTAL_CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 -]{1,10}");
  private static final Set<String> BOOLEANS = Set.of("true", "false", "yes", "no", "1", "0");
  private static final int NUMBER_LENGTH_MAX = 100;
  private static final Set<String> US_STATES =
      Set.of(
          "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN",
          "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH",
          "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT",
          "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP", "PR", "VI");

  private FieldCheck() {}

  /**
   * @param value as sent, not blank
   */
  static Optional<FieldError> check(LeadType.Field field, String value, String country) {
    String text = value.strip();
    return switch (field.type()) {
      case TEXT -> Optional.empty();
      case EMAIL -> unless(EMAIL.isValid(text), field, "must be an e-mail address");
      case PHONE -> unless(PhoneNumbers.isPossible(text, country), field, "must be a phone number");
      case NUMBER -> unless(isNumber(text), field, "must be a number");
      case INTEGER -> unless(isInteger(text), field, "must be a whole number");
      case BOOLEAN ->
          unless(BOOLEANS.contains(text.toLowerCase(Locale.ROOT)), field, "must be true or false");
      case DATE -> unless(isDate(text), field, "must be a date such as 2001-12-31");
      case POSTAL_CODE ->
          unless(POSTAL_CODE.matcher(text).matches(), field, "must be a postal code");
      case US_STATE ->
          unless(
              US_STATES.contains(text.toUpperCase(Locale.ROOT)),
              field,
              "must be the two letters of a US state");
      case CHOICE ->
          unless(
              field.options().stream().anyMatch(option -> option.equalsIgnoreCase(text)),
              field,
              "must be one of its options");
    };
  }

  private static Optional<FieldError> unless(boolean good, LeadType.Field field, String message) {
    return good ? Optional.empty() : Optional.of(error(field, message));
  }

  static FieldError required(LeadType.Field field) {
    return new FieldError(field.name(), "required", "%s is required".formatted(field.name()));
  }

  static FieldError notScalar(LeadType.Field field) {
    return error(field, "must be a single value");
  }

  private static FieldError error(LeadType.Field field, String message) {
    FieldType type = field.type();
    return new FieldError(
        field.name(), "invalid_" + type.code(), "%s %s".formatted(field.name(), message));
  }

  private static boolean isNumber(String text) {
    try {
      return text.length() <= NUMBER_LENGTH_MAX && new BigDecimal(text).scale() > Integer.MIN_VALUE;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isInteger(String text) {
    try {
      return text.length() <= NUMBER_LENGTH_MAX && new BigInteger(text).bitLength() >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
