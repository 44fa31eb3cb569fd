package io.leadgate.value;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.Set;

/**
 * Reads phone numbers as libphonenumber does. Numbers of ten digits in the North American plan,
 * with or without punctuation, are read without the library, because it took a sixth of a lead's
 * CPU time, nearly all of it for numbers of that form. PhoneNumbersTest holds both ways to the same
 * answer. Thread-safe.
 */
public final class PhoneNumbers {

  /** Stands for the country of a number that must name its country itself. */
  static final String NO_COUNTRY = "ZZ";

  private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

  /** Asked for in one call, because the library logs each country that it does not know. */
  private static final Set<String> NORTH_AMERICA =
      Set.copyOf(LIBRARY.getRegionCodesForCountryCode(1));

  private static final int NORTH_AMERICAN_DIGITS = 10;
  private static final int PLAIN_LENGTH_MAX = 32;

  /** Enough for a number with an extension; a longer text would only cost the library time. */
  private static final int LENGTH_MAX = 60;

  private PhoneNumbers() {}

  /**
   * @param country two letters (ISO 3166-1), for a number that names none
   */
  public static boolean isPossible(String text, String country) {
    return normal(text, country).isPresent();
  }

  /** The number in E.164; empty for a text that is no number. */
  public static Optional<String> normal(String text, String country) {
    if (isPlainNorthAmerican(text, country)) {
      return Optional.of(plain(text));
    }
    return normalForLibrary(text, country);
  }

  public static Optional<String> normalForLibrary(String text, String country) {
    if (text.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      Phonenumber.PhoneNumber number = LIBRARY.parse(text, country);
      // A number without its area code does not count, because many people have the same.
      return LIBRARY.isPossibleNumberWithReason(number)
              == PhoneNumberUtil.ValidationResult.IS_POSSIBLE
          ? Optional.of(LIBRARY.format(number, PhoneNumberUtil.PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** The last ten digits behind +1. Where the text has eleven digits, the first is that 1. */
  private static String plain(String text) {
    char[] number = new char[2 + NORTH_AMERICAN_DIGITS];
    int at = number.length;
    for (int i = text.length() - 1; at > 2; i--) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        number[--at] = c;
      }
    }
    number[0] = '+';
    number[1] = '1';
    return new String(number);
  }

  /** Ten digits, the first of them 2 to 9, with +1 or 1 before them or not. */
  static boolean isPlainNorthAmerican(String text, String country) {
    if (text.length() > PLAIN_LENGTH_MAX) {
      return false;
    }
    int digits = 0;
    int from = text.startsWith("+1") ? 2 : text.startsWith("1") ? 1 : 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        if (digits == 0 && c < '2') {
          return false;
        }
        digits++;
      } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') {
        return false;
      }
    }
    return digits == NORTH_AMERICAN_DIGITS && (from == 2 || NORTH_AMERICA.contains(country));
  }
}
