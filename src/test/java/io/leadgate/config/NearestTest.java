package io.leadgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "port, port, 0",
    "prot, port, 1",
    "prt, port, 1",
    "porrt, port, 1",
    "pert, port, 1",
    "'', port, 4",
    "kitten, sitting, 3",
  })
  void distanceCountsTypingErrors(String a, String b, int errors) {
    assertThat(Nearest.distance(a, b)).isEqualTo(errors);
    assertThat(Nearest.distance(b, a)).isEqualTo(errors);
  }

  @Test
  void nearestNameHasTheFewestErrors() {
    assertThat(Nearest.to("prot", List.of("host", "port", "pool"))).contains("port");
    assertThat(Nearest.to("x", List.of("b", "a"))).contains("a");
    assertThat(Nearest.to("x", List.of())).isEmpty();
  }
}
