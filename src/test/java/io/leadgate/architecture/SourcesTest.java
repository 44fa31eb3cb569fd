package io.leadgate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the sources look. */
class SourcesTest {

  private static final int LINES_MAX = 200;

  @Test
  void everySourceIsFormatted() throws Exception {
    List<Path> unformatted = new ArrayList<>();
    for (Path file : Sources.all()) {
      if (!Sources.formatted(file).equals(Files.readString(file))) {
        unformatted.add(file);
      }
    }

    assertThat(unformatted).as("run: mvn -q test-compile exec:exec@format").isEmpty();
  }

  @Test
  void aFileAnswersOneQuestion() throws IOException {
    List<Path> long_ = new ArrayList<>();
    for (Path file : Sources.all()) {
      try (var lines = Files.lines(file)) {
        if (lines.count() > LINES_MAX) {
          long_.add(file);
        }
      }
    }

    assertThat(long_).as("over %d lines", LINES_MAX).isEmpty();
  }
}
