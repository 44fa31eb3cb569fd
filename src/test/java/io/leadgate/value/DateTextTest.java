package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTextTest {

  private static final List<String> DAYS =
      List.of(
          "2001-12-31",
          "2001/12/31",
          "2001.12.31",
          "20011231",
          "12/31/2001",
          "31/12/2001",
          "12-31-2001",
          "31-12-2001",
          "31.12.2001",
          "12/31/01",
          "31.12.01",
          "1/2/2001",
          "2001-1-2",
          "12 / 31 / 2001",
          "Dec 31, 2001",
          "Dec. 31, 2001",
          "December 31 2001",
          "DECEMBER 31,2001",
          "Dec 31st, 2001",
          "31 Dec 2001",
          "31-Dec-2001",
          "31-DEC-01",
          "31Dec2001",
          "31. Dec 2001",
          "31st December 2001",
          "31st of December, 2001",
          "2001-Dec-31",
          "Sept 1, 2001",
          "Monday, December 31, 2001",
          "Mon Dec 31 2001",
          "Mon, 31 Dec 2001",
          "29 Feb 2000",
          "02/29/00",
          "0001-01-01",
          "9999-12-31");

  static Stream<String> days() {
    return DAYS.stream();
  }

  @ParameterizedTest
  @MethodSource("days")
  void eachFormOfADayIsTakenWithAndWithoutATime(String day) {
    assertThat(DateText.isDate(day)).isTrue();
    assertThat(DateText.isDate(day + "T10:00:00Z")).isTrue();
    assertThat(DateText.isDate(day + " 10:00 PM")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2001",
        "2001-12",
        "12/31",
        "Dec 2001",
        "Dec 31",
        "31 Dec",
        "2001-02-30",
        "2001-02-29",
        "1900-02-29",
        "20010229",
        "02/29/01",
        "Feb 29, 2001",
        "31 Nov 2001",
        "13/13/2001",
        "00/10/2001",
        "2001-00-10",
        "2001-10-00",
        "2001-13-01",
        "2001-31-12",
        "0000-01-01",
        "12/31-2001",
        "12/31/200",
        "12/31/20011",
        "12/31/1",
        "123/1/2001",
        "1/123/2001",
        "2001123",
        "200112311",
        "Decem 31, 2001",
        "Dec 31nth, 2001",
        "Dec 312001",
        "31nd3 Dec 2001",
        "Foo, 31 Dec 2001",
        "Monday",
        "tomorrow",
        "12//31/2001",
        "2001--12-31",
        "31 of 2001",
        "1e3",
        "\u0662001-12-31",
        "2001-12-31x",
        "x2001-12-31",
        "-2001-12-31",
        "Dec Dec 31 2001"
      })
  void textThatIsNotADateIsRefused(String text) {
    assertThat(DateText.isDate(text)).isFalse();
    assertThat(DateText.isDate(text + " 10:00")).isFalse();
  }

  @Test
  void daysOfTheCalendarAreTakenAndDaysPastAMonthAreRefused() {
    List<DateTimeFormatter> forms =
        Stream.of(
                "yyyy-MM-dd",
                "yyyyMMdd",
                "MM/dd/yyyy",
                "d.M.yyyy",
                "M/d/yy",
                "MMM d, yyyy",
                "MMMM d yyyy",
                "d MMM yyyy",
                "EEEE, d MMMM yyyy",
                "EEE, d MMM yyyy HH:mm:ss 'GMT'")
            .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH))
            .toList();
    LocalDate first = LocalDate.of(1999, 1, 1);
    first
        .datesUntil(first.plusYears(4))
        .forEach(
            day ->
                assertThat(forms)
                    .allSatisfy(
                        form ->
                            assertThat(DateText.isDate(day.atStartOfDay().format(form))).isTrue()));
    for (YearMonth month = YearMonth.of(1896, 1);
        month.getYear() < 2005;
        month = month.plusMonths(1)) {
      String past = "%s-%02d".formatted(month, month.lengthOfMonth() + 1);
      assertThat(DateText.isDate(past)).as(past).isFalse();
    }
  }

  @Test
  void aDateHasAtMostAHundredCharacters() {
    assertThat(DateText.isDate("2001-" + " ".repeat(90) + "12-31")).isTrue();
    assertThat(DateText.isDate("2001-" + " ".repeat(91) + "12-31")).isFalse();
  }
}
