package io.leadgate.value;

/**
 * Recognises a number as people type it: {@code 1,200.50}, {@code $1,200}, {@code 1.200,50}, {@code
 * 1 200}, {@code 50%}, {@code 1e5}. A single dot is the decimal mark, as in JSON; a single comma is
 * the decimal mark too, unless three digits follow it, as in {@code 1,200}. The class scans the
 * text instead of matching regular expressions, because these took 0.1 to 0.3 µs of CPU more for
 * each number, and a lead has several numbers. Thread-safe.
 */
final class NumberText {

  private static final int LENGTH_MAX = 100;
  private static final int EXPONENT_DIGITS_MAX = 3; // As many as the exponent of a double has.
  private static final int GROUP_DIGITS = 3;

  private static final int NONE = Integer.MAX_VALUE;

  private NumberText() {}

  /**
   * Whether a text is a number.
   *
   * @param text the text without spaces around it
   */
  static boolean isNumber(String text) {
    return decimals(text) != NONE;
  }

  /**
   * Whether a text is a whole number. {@code 36.0} is whole, and so is {@code 1e5}, because
   * spreadsheets write 100000 in this way.
   *
   * @param text the text without spaces around it
   */
  static boolean isWhole(String text) {
    return decimals(text) <= 0;
  }

  /**
   * The number of digits that the number needs behind the decimal mark: 0 or less for a whole
   * number, {@code NONE} for a text that is not a number.
   */
  private static int decimals(String text) {
    if (text.length() > LENGTH_MAX) {
      return NONE;
    }
    Cursor cursor = new Cursor(text);
    boolean signed = takeSign(cursor);
    boolean hasUnit = takeCurrency(cursor);
    if (!signed && hasUnit) {
      takeSign(cursor);
    }
    int decimals = takeAmount(cursor);
    if (decimals == NONE) {
      return NONE;
    }
    int exponent = takeExponent(cursor);
    cursor.takeSpaces();
    if (!hasUnit && !cursor.takeChar('%')) {
      takeCurrency(cursor);
    }
    return cursor.isAtEnd() ? decimals - exponent : NONE;
  }

  private static boolean takeSign(Cursor cursor) {
    boolean found = cursor.takeAny("+-\u2212");
    if (found) {
      cursor.takeSpaces();
    }
    return found;
  }

  private static boolean takeCurrency(Cursor cursor) {
    boolean found = Character.getType(cursor.next()) == Character.CURRENCY_SYMBOL;
    if (found) {
      cursor.skip();
      cursor.takeSpaces();
    }
    return found;
  }

  /**
   * Takes digits, with or without groups and a decimal mark. Returns the number of digits behind
   * the mark, or {@code NONE} for malformed digits.
   */
  private static int takeAmount(Cursor cursor) {
    boolean fromZero = cursor.next() == '0';
    int first = cursor.takeDigits();
    char separator = mark(cursor);
    if (separator == Cursor.END) {
      return first > 0 ? 0 : NONE;
    }
    int start = cursor.at();
    int marks = 0;
    int pairs = 0;
    int last = 0;
    boolean even = true;
    while (mark(cursor) == separator) {
      even &= marks == 0 || last == GROUP_DIGITS || last == 2;
      pairs += last == 2 ? 1 : 0;
      cursor.skip();
      last = cursor.takeDigits();
      marks++;
    }
    char decimalMark = mark(cursor);
    boolean grouped =
        even
            && first >= 1
            && first <= GROUP_DIGITS
            && last == GROUP_DIGITS
            // India groups by two digits, but the last group has three: 12,34,567.
            && (pairs == 0 || (separator == ',' && pairs == marks - 1));
    if (marks == 1
        && decimalMark == Cursor.END
        && (separator == '.' || (separator == ',' && (!grouped || fromZero)))) {
      cursor.backTo(start);
      return first + last > 0 ? takeDecimals(cursor) : NONE;
    }
    if (!grouped || decimalMark == ' ' || decimalMark == '\'') {
      return NONE;
    }
    return decimalMark == Cursor.END ? 0 : takeDecimals(cursor);
  }

  /**
   * The next character if it may separate digits; {@code END} otherwise. A space or an apostrophe
   * may separate digits only before a digit.
   */
  private static char mark(Cursor cursor) {
    char c = cursor.next();
    if (c == '.' || c == ',') {
      return c;
    }
    if (!Cursor.isDigit(cursor.ahead(1))) {
      return Cursor.END;
    }
    if (c == '\'' || c == '\u2019') {
      return '\'';
    }
    return Spaces.isSpace(c) ? ' ' : Cursor.END;
  }

  /** Takes the mark and the digits behind it, and counts them without the zeros at their end. */
  private static int takeDecimals(Cursor cursor) {
    cursor.skip();
    int decimals = 0;
    for (int i = 1; Cursor.isDigit(cursor.next()); i++) {
      if (cursor.next() != '0') {
        decimals = i;
      }
      cursor.skip();
    }
    return decimals;
  }

  /**
   * Takes the exponent, and returns it; 0 without an exponent. Leaves a malformed exponent in the
   * text, which is therefore not a number.
   */
  private static int takeExponent(Cursor cursor) {
    int from = cursor.at();
    if (!cursor.takeAny("eE")) {
      return 0;
    }
    boolean negative = cursor.next() == '-';
    cursor.takeAny("+-");
    int digits = cursor.at();
    int exponent = cursor.takeNumber();
    if (exponent < 0 || cursor.at() - digits > EXPONENT_DIGITS_MAX) {
      cursor.backTo(from);
      return 0;
    }
    return negative ? -exponent : exponent;
  }
}
