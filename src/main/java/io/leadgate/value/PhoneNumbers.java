package io.leadgate.value;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a text is a phone number, as libphonenumber sees it. That library took a sixth of all CPU
 * time of a lead, nearly all of it for numbers of one form: ten digits of the North American plan,
 * with or without punctuation. Those are recognised here first, and PhoneNumbersTest holds the two
 * to the same answer.
 */
public final class PhoneNumbers {

  /** For a number that must name its country itself. */
  static final String NO_COUNTRY = "ZZ";

  private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

  /** Asked country by country, the library would log each that it does not know. */
  private static final Set<String> NORTH_AMERICA =
      Set.copyOf(LIBRARY.getRegionCodesForCountryCode(1));

  private static final int NORTH_AMERICAN_DIGITS = 10;
  private static final int PLAIN_LENGTH_MAX = 32;

  /** With an extension; what is longer only costs the library time. */
  private static final int LENGTH_MAX = 60;

  private PhoneNumbers() {}

  /**
   * @param country two letters (ISO 3166-1), for a number that names none
   */
  public static boolean isPossible(String text, String country) {
    return normal(text, country).isPresent();
  }

  /** In E.164; empty for what is none. */
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
      // Without its area code it is no number: many people have the same.
      return LIBRARY.isPossibleNumberWithReason(number)
              == PhoneNumberUtil.ValidationResult.IS_POSSIBLE
          ? Optional.of(LIBRARY.format(number, PhoneNumberUtil.PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** The last ten digits, behind the code: where there are eleven, the first is that code. */
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
