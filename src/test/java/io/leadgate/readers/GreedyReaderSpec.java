package io.leadgate.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Reads a small list beside a reader of many large leads. The bound is loose, because the machine
 * of the tests is busy; {@code load-tests/greedy-reader.sh} measures the true time.
 */
class GreedyReaderSpec {

  @Test
  void smallListOfAnotherVendorDoesNotWaitForGreedyReader() throws Exception {
    try (GreedyReader readers = new GreedyReader()) {
      GreedyReader.Waits waits = readers.read();

      assertThat(waits.small()).isLessThan(Duration.ofSeconds(3));
    }
  }
}
