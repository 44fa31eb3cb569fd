package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayTimeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T10:00:00Z",
        "T10:00",
        "T10:00:00.123456789+05:30",
        "T100000Z",
        "T1000-0500",
        "t10:00z",
        " 10:00",
        " 10:00:00",
        " 10:00 PM",
        " 10:00PM",
        " 10:00:00 a.m.",
        ", 10:00:00\u202fPM",
        " 10 pm",
        " at 10:00 PM",
        " 10:00:00+00",
        " 10:00:00 +0000",
        " 10:00 UTC",
        " 10:00 pm EST",
        " 10:00:00 GMT+0100",
        " 24:00",
        "T23:59:60Z",
        " 0:00",
        " 00:30 AM",
        "Z",
        "+02:00"
      })
  void aTimeOfDayMayStandBehindADay(String text) {
    assertThat(DateText.isDate("2001-12-31" + text)).isTrue();
    assertThat(DateText.isDate("12/31/01" + text)).isTrue();
    assertThat(DateText.isDate("Dec 31, 2001" + text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T",
        " x",
        ",",
        "T25:00",
        " 24:01",
        " 10",
        " 1000",
        " 10:60",
        " 10:00:61",
        " 10:0",
        " 10:00:0",
        " 13:00 PM",
        " 10:00 XM",
        " 10:00 ABC",
        " 10:00 EST+1",
        "T10:00+19:00",
        "T10:00+1:60",
        "T10:00+",
        "T10:00+123",
        "T10:00Z Z",
        " 10:00:00.",
        " 10:00:00.1234567890",
        " at",
        "10:00",
        "T10:00 2001",
        " :00",
        "T10:00+00:00:00"
      })
  void textThatIsNotATimeMayNotStandBehindADay(String text) {
    assertThat(DateText.isDate("2001-12-31" + text)).isFalse();
    assertThat(DateText.isDate("Dec 31, 2001" + text)).isFalse();
  }
}
