package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsStatesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NY",
        "ny",
        "nY",
        "N.Y.",
        "N. Y.",
        "new  york",
        "New-York",
        "NEW YORK",
        "New York State",
        "newyork",
        "(NY)",
        "Washington",
        "Washington D.C.",
        "washington, dc",
        "D.C.",
        "District of Columbia",
        "Puerto Rico",
        "PR",
        "GU",
        "U.S. Virgin Islands",
        "AA",
        "ae",
        "A.P.",
        "North\u00a0Dakota",
        "Armed Forces Pacific",
        "FM"
      })
  void usStatesAreTakenByCodeAndByName(String text) {
    assertThat(UsStates.has(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XX", "N", "NYC", "New", "York", "Ontario", "N1Y", "12", "!", "N+Y", "\u00d1Y", "NYNY"
      })
  void textThatIsNotAStateIsRefused(String text) {
    assertThat(UsStates.has(text)).isFalse();
  }

  @Test
  void sixtyTwoCodesStandForAState() {
    Stream<String> pairs =
        Stream.iterate('A', c -> c <= 'Z', c -> (char) (c + 1))
            .flatMap(
                a -> Stream.iterate('A', c -> c <= 'Z', c -> (char) (c + 1)).map(b -> "" + a + b));
    assertThat(pairs.filter(UsStates::has)).hasSize(50 + 1 + 5 + 3 + 3);
  }
}
