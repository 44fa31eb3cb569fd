package io.leadgate.value;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognises an e-mail address, and writes it in the form in which leads are found. Thread-safe.
 */
public final class EmailAddress {

  private static final EmailValidator VALIDATOR = JMail.strictValidator();
  private static final int LENGTH_MAX = 320;

  private EmailAddress() {}

  /**
   * The normal form of an address, in lower case and without what cannot be seen at its ends; empty
   * for a text that is no address, or an address beside a person's name. Strictly the first part of
   * an address is case-sensitive, but no two addresses in use differ by case alone.
   */
  public static Optional<String> normal(String text) {
    String address = Spaces.strip(text);
    return !address.isEmpty() && address.length() <= LENGTH_MAX && isAddress(address)
        ? Optional.of(address.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /**
   * The library alone does not suffice, because it accepts control characters before the at sign,
   * format characters, and a name before an address in angle brackets. The library also throws
   * undocumented exceptions, at a quote behind the at sign and at a comment behind a last dot.
   */
  private static boolean isAddress(String text) {
    try {
      return text.indexOf('<') < 0
          && text.chars().noneMatch(Character::isISOControl)
          && !Spaces.hasFormat(text)
          && VALIDATOR.isValid(text);
    } catch (RuntimeException stumbled) {
      return false;
    }
  }
}
