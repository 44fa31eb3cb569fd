package io.leadgate.value;

import java.time.Month;
import java.time.Year;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises a date as people and their programs write it, in figures or with the month's English
 * name, with or without a time of day behind it. Format characters are passed over, because some
 * browsers write direction marks between the figures. The text 01/02/2001 is a date, whichever of
 * its figures is the month. The class scans the text instead of matching a table of regular
 * expressions, because such a table took 0.3 to 0.9 µs of CPU more for a usual date, and at most
 * 1.9 µs more (DateTextBenchmark). The scan throws no exception, because an exception costs
 * microseconds. Thread-safe.
 */
final class DateText {

  private static final int LENGTH_MAX = 100;
  private static final int YEAR_DIGITS = 4;
  private static final int COMPACT_DIGITS = 8; // 20011231

  /** The first of the years in two digits that are of the 1900s. */
  private static final int OF_LAST_CENTURY = 40;

  private static final int NO_DAY = 0;

  /** The countries that write the month before the day: the USA, and what is or was theirs. */
  private static final Set<String> MONTH_FIRST =
      Set.of("US", "AS", "FM", "GU", "MH", "MP", "PH", "PR", "PW", "UM", "VI");

  private static final Map<String, Integer> MONTHS = months();
  private static final Set<String> WEEKDAYS =
      Set.of(
          "monday",
          "tuesday",
          "wednesday",
          "thursday",
          "friday",
          "saturday",
          "sunday",
          "mon",
          "tue",
          "tues",
          "wed",
          "thu",
          "thur",
          "thurs",
          "fri",
          "sat",
          "sun");
  private static final Set<String> ORDINALS = Set.of("st", "nd", "rd", "th");

  private DateText() {}

  private static Map<String, Integer> months() {
    Map<String, Integer> months = new HashMap<>();
    for (Month month : Month.values()) {
      String name = month.name().toLowerCase(Locale.ROOT);
      months.put(name, month.getValue());
      months.put(name.substring(0, 3), month.getValue());
    }
    months.put("sept", Month.SEPTEMBER.getValue());
    return months;
  }

  /**
   * Whether a text is a date.
   *
   * @param text the text without spaces around it
   */
  static boolean isDate(String text) {
    return day(text, true) != NO_DAY;
  }

  /**
   * The day as in ISO 8601, without a time of day; empty for a text that is no date. In a date such
   * as 01/02/2001, the country says which of the figures is the month. A year in two digits is one
   * of 1940 to 2039.
   *
   * @param text the text without spaces around it
   * @param country two letters (ISO 3166-1)
   */
  static Optional<String> normal(String text, String country) {
    int day = day(text, MONTH_FIRST.contains(country));
    return day == NO_DAY
        ? Optional.empty()
        : Optional.of("%04d-%02d-%02d".formatted(day / 10_000, day / 100 % 100, day % 100));
  }

  /** The day as a number, 20011231 for 2001-12-31; {@code NO_DAY} for a text that is no date. */
  private static int day(String text, boolean monthFirst) {
    if (text.length() > LENGTH_MAX) {
      return NO_DAY;
    }
    Cursor cursor = new Cursor(Spaces.withoutFormat(text));
    int day =
        Cursor.isDigit(cursor.next())
            ? fromNumber(cursor, monthFirst)
            : fromWord(cursor, cursor.takeWord(), monthFirst);
    return DayTimeText.isNothingOrTime(cursor) ? day : NO_DAY;
  }

  private static int fromNumber(Cursor cursor, boolean monthFirst) {
    int start = cursor.at();
    int first = cursor.takeNumber();
    int digits = cursor.at() - start;
    if (digits == COMPACT_DIGITS) {
      return day(first / 10_000, first / 100 % 100, first % 100);
    }
    if (digits > 2 && digits != YEAR_DIGITS) {
      return NO_DAY;
    }
    if (Cursor.isLetter(cursor.next())) { // 31st December, 31Dec
      String word = cursor.takeWord();
      return ORDINALS.contains(word)
          ? dayThenName(cursor, first, digits)
          : named(cursor, first, digits, word);
    }
    cursor.takeSpaces();
    char separator = cursor.next();
    if (cursor.takeAny("-/.")) {
      cursor.takeSpaces();
      if (Cursor.isDigit(cursor.next())) {
        return inFigures(cursor, first, digits, separator, monthFirst);
      }
    }
    return dayThenName(cursor, first, digits);
  }

  /** Reads the rest of a date such as 2001-12-31, 12/31/2001, 31.12.2001 or 12/31/01. */
  private static int inFigures(
      Cursor cursor, int first, int digits, char separator, boolean monthFirst) {
    int second = upToTwoDigits(cursor);
    cursor.takeSpaces();
    if (!cursor.takeChar(separator)) {
      return NO_DAY;
    }
    cursor.takeSpaces();
    if (digits == YEAR_DIGITS) {
      return day(first, second, upToTwoDigits(cursor));
    }
    int year = year(cursor);
    int asMonthFirst = day(year, first, second);
    int asDayFirst = day(year, second, first);
    boolean isMonthFirst = asDayFirst == NO_DAY || (monthFirst && asMonthFirst != NO_DAY);
    return isMonthFirst ? asMonthFirst : asDayFirst;
  }

  /**
   * Reads the rest of a date such as 31 Dec 2001, 31st of December 2001, 31-Dec-2001 or 2001 Dec
   * 31.
   */
  private static int dayThenName(Cursor cursor, int first, int digits) {
    takeGap(cursor);
    String word = cursor.takeWord();
    if (word.equals("of")) {
      takeGap(cursor);
      word = cursor.takeWord();
    }
    return named(cursor, first, digits, word);
  }

  private static int named(Cursor cursor, int first, int digits, String name) {
    int month = MONTHS.getOrDefault(name, 0);
    takeGap(cursor);
    return digits == YEAR_DIGITS
        ? day(first, month, upToTwoDigits(cursor))
        : day(year(cursor), month, first);
  }

  /**
   * Reads a date that begins with a month, such as Dec 31, 2001, or with a weekday before any date.
   */
  private static int fromWord(Cursor cursor, String word, boolean monthFirst) {
    if (WEEKDAYS.contains(word)) {
      takeGap(cursor);
      return Cursor.isDigit(cursor.next())
          ? fromNumber(cursor, monthFirst)
          : fromMonth(cursor, cursor.takeWord());
    }
    return fromMonth(cursor, word);
  }

  private static int fromMonth(Cursor cursor, String name) {
    int month = MONTHS.getOrDefault(name, 0);
    takeGap(cursor);
    int day = upToTwoDigits(cursor);
    if (Cursor.isLetter(cursor.next()) && !ORDINALS.contains(cursor.takeWord())) {
      return NO_DAY;
    }
    return takeGap(cursor) ? day(year(cursor), month, day) : NO_DAY;
  }

  /** Takes spaces, a mark, or spaces with a mark among them. */
  private static boolean takeGap(Cursor cursor) {
    boolean spaces = cursor.takeSpaces();
    boolean mark = cursor.takeAny("-/.,");
    return cursor.takeSpaces() || mark || spaces;
  }

  private static int upToTwoDigits(Cursor cursor) {
    int start = cursor.at();
    int number = cursor.takeNumber();
    return cursor.at() - start <= 2 ? number : -1;
  }

  /** Reads a year of two or four digits; -1 for any other text. */
  private static int year(Cursor cursor) {
    int start = cursor.at();
    int number = cursor.takeNumber();
    return switch (cursor.at() - start) {
      case 2 -> number < OF_LAST_CENTURY ? 2000 + number : 1900 + number;
      case YEAR_DIGITS -> number;
      default -> -1;
    };
  }

  private static int day(int year, int month, int day) {
    boolean isDay =
        year >= 1
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= Month.of(month).length(Year.isLeap(year));
    return isDay ? year * 10_000 + month * 100 + day : NO_DAY;
  }
}
