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

  /**
   * The countries of the North American plan, which are asked for in one call because the library
   * logs each country that it does not know.
   */
  private static final Set<String> NORTH_AMERICA =
      Set.copyOf(LIBRARY.getRegionCodesForCountryCode(1));

  private static final int NORTH_AMERICAN_DIGITS = 10;
  private static final int PLAIN_LENGTH_MAX = 32;

  /**
   * The longest text that the library gets to read. A number with an extension is shorter, and a
   * longer text would only cost time.
   */
  private static final int LENGTH_MAX = 60;

  private PhoneNumbers() {}

  /**
   * Whether a text is a possible phone number.
   *
   * @param country the country of a number that does not name its country, in two letters (ISO
   *     3166-1)
   */
  public static boolean isPossible(String text, String country) {
    return normal(text, country).isPresent();
  }

  /** The number in E.164; empty if the text is not a possible phone number. */
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
      // A number without its area code does not count, because many people share it.
      return LIBRARY.isPossibleNumberWithReason(number)
              == PhoneNumberUtil.ValidationResult.IS_POSSIBLE
          ? Optional.of(LIBRARY.format(number, PhoneNumberUtil.PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes +1 and the last ten digits of a plain number. If the text has eleven digits, the first
   * digit is the 1 of +1.
   */
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

  /**
   * Whether a text is a plain North American number: ten digits of which the first is 2 to 9, with
   * or without +1 or 1 before them.
   */
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
