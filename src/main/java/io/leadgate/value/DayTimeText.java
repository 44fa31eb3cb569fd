package io.leadgate.value;

import java.util.Set;

/**
 * Recognises what may stand behind a date: a time of day, with or without a zone, such as {@code
 * T10:00:00Z}, {@code 10:00}, {@code , 10:00:00 PM} or {@code at 10 p.m. EST}. Thread-safe.
 */
final class DayTimeText {

  private static final int HOURS = 24;
  private static final int HOURS_OF_HALF = 12;
  private static final int MINUTES = 60;
  private static final int SECONDS = 61; // With a leap second.
  private static final int OFFSET_HOURS = 19; // The largest offset of java.time is 18:00.
  private static final int SECOND_DIGITS_MAX = 9;

  private static final Set<String> UTC = Set.of("z", "utc", "gmt");
  private static final Set<String> ZONES =
      Set.of(
          "et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt", "akst",
          "akdt", "hst");

  private DayTimeText() {}

  static boolean isNothingOrTime(Cursor cursor) {
    if (cursor.isAtEnd()) {
      return true;
    }
    boolean bare = !cursor.takeAny("tT");
    if (bare) {
      boolean comma = cursor.takeChar(',');
      boolean spaces = cursor.takeSpaces();
      if (!comma && !spaces) {
        return isZone(cursor); // As in XML: 2001-12-31Z.
      }
      takeAt(cursor);
    }
    return isTime(cursor, bare) && isZone(cursor);
  }

  private static void takeAt(Cursor cursor) {
    int from = cursor.at();
    if (cursor.takeWord().equals("at")) {
      cursor.takeSpaces();
    } else {
      cursor.backTo(from);
    }
  }

  /**
   * Reads a time of day.
   *
   * @param bare whether the time lacks the T before it, and therefore needs a colon, AM or PM
   */
  private static boolean isTime(Cursor cursor, boolean bare) {
    int start = cursor.at();
    int hour = cursor.takeNumber();
    int digits = cursor.at() - start;
    if (digits == 4 || digits == 6) { // T1000, T100000
      int time = digits == 4 ? hour * 100 : hour;
      return !bare && isTime(time / 10_000, time / 100 % 100, time % 100);
    }
    if (digits < 1 || digits > 2) {
      return false;
    }
    boolean colon = cursor.takeChar(':');
    int minute = colon ? twoDigits(cursor) : 0;
    int second = colon && cursor.takeChar(':') ? second(cursor) : 0;
    if (takeHalf(cursor)) {
      return hour <= HOURS_OF_HALF && isTime(hour, minute, second);
    }
    return (colon || !bare) && isTime(hour, minute, second);
  }

  private static boolean isTime(int hour, int minute, int second) {
    boolean isEndOfDay = hour == HOURS && minute == 0 && second == 0;
    return (hour < HOURS || isEndOfDay)
        && minute >= 0
        && minute < MINUTES
        && second >= 0
        && second < SECONDS;
  }

  /** Reads a second with or without a fraction; -1 for any other text. */
  private static int second(Cursor cursor) {
    int second = twoDigits(cursor);
    if (cursor.takeAny(".,")) {
      int digits = cursor.takeDigits();
      return digits >= 1 && digits <= SECOND_DIGITS_MAX ? second : -1;
    }
    return second;
  }

  private static int twoDigits(Cursor cursor) {
    int start = cursor.at();
    int number = cursor.takeNumber();
    return cursor.at() - start == 2 ? number : -1;
  }

  /** Takes AM or PM, such as {@code p.m.}, with the spaces before it. */
  private static boolean takeHalf(Cursor cursor) {
    int from = cursor.at();
    cursor.takeSpaces();
    if (cursor.takeAny("aApP")) {
      cursor.takeChar('.');
      if (cursor.takeAny("mM")) {
        cursor.takeChar('.');
        return true;
      }
    }
    cursor.backTo(from);
    return false;
  }

  /** Whether the rest of the text is empty or a zone, such as Z, EST, GMT+1 or -05:00. */
  private static boolean isZone(Cursor cursor) {
    cursor.takeSpaces();
    if (Cursor.isLetter(cursor.next())) {
      String zone = cursor.takeWord();
      if (ZONES.contains(zone)) {
        return cursor.isAtEnd();
      }
      if (!UTC.contains(zone)) {
        return false;
      }
    }
    return cursor.isAtEnd() || isOffset(cursor);
  }

  private static boolean isOffset(Cursor cursor) {
    if (!cursor.takeAny("+-\u2212")) {
      return false;
    }
    int start = cursor.at();
    int hours = cursor.takeNumber();
    int digits = cursor.at() - start;
    int minutes = 0;
    if (digits == 4) {
      minutes = hours % 100;
      hours /= 100;
    } else if (cursor.takeChar(':')) {
      minutes = twoDigits(cursor);
    }
    return digits >= 1
        && (digits <= 2 || digits == 4)
        && hours < OFFSET_HOURS
        && minutes >= 0
        && minutes < MINUTES
        && isNothingOrName(cursor);
  }

  /** Whether the rest is empty or the name of a zone in brackets, as JavaScript writes dates. */
  private static boolean isNothingOrName(Cursor cursor) {
    cursor.takeSpaces();
    if (!cursor.takeChar('(')) {
      return cursor.isAtEnd();
    }
    while (Cursor.isLetter(cursor.next())) {
      cursor.takeWord();
      cursor.takeSpaces();
    }
    return cursor.takeChar(')') && cursor.isAtEnd();
  }
}
