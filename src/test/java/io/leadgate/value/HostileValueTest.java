package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks values that were made to be slow as each type, within a bounded time. */
class HostileValueTest {

  private static final List<String> HOSTILE =
      List.of(
          " ",
          "\u00a0",
          "1",
          "9",
          "0",
          ",",
          "(",
          "()",
          ".",
          "-",
          "+",
          "$",
          "a",
          "N",
          "1,",
          "1 ",
          "1.",
          "1/",
          "Dec ",
          "1e",
          "a.",
          "a@",
          "\"",
          "<",
          "\u00e9",
          "\ud83c\udfe0");

  static Stream<String> hostile() {
    return HOSTILE.stream();
  }

  /**
   * The values are up to a megabyte long, for which a check of quadratic time would take minutes.
   */
  @ParameterizedTest
  @MethodSource("hostile")
  void aHostileValueIsCheckedInTime(String part) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            Stream.of(99, 100, 250, 320, 1 << 16, 1 << 20)
                .map(length -> part.repeat(length / part.length()))
                .flatMap(text -> Stream.of(text, "x" + text + "x", "1" + text + "1"))
                .forEach(HostileValueTest::checkAsEachType));
  }

  private static void checkAsEachType(String text) {
    for (FieldType type : FieldType.values()) {
      LeadType.Field field =
          new LeadType.Field(
              "value",
              "Value",
              type,
              true,
              type == FieldType.CHOICE ? List.of("Solar", "--") : List.of());
      boolean isGood = FieldCheck.errorIn(field, text, "DE").isEmpty();
      if (text.length() > 330) {
        assertThat(isGood).as("%s", type).isEqualTo(type == FieldType.TEXT);
      }
    }
  }
}
