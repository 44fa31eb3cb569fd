package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The longest pages; {@code load-tests/pages.sh} measures the time of each exactly. */
class FullPagesTest {

  private static final Duration MAX = Duration.ofMillis(50);
  private static final int TRIES = 200;

  static Iterable<String> names() {
    return FullPages.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void pageHasAllRowsAndIsMadeQuickly(String name) {
    FullPages pages = new FullPages();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      pages.render(name);
      best = Math.min(best, System.nanoTime() - start);
    }

    assertThat(Duration.ofNanos(best)).isLessThan(MAX);
    assertThat(pages.render(name).toString(StandardCharsets.UTF_8).split("<tr>"))
        .hasSizeGreaterThan(FullPages.ROWS);
  }
}
