package io.leadgate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the sources look. */
class SourcesTest {

  private static final int LINES_MAX = 300;

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
  void noFileIsSoLongThatItMustAnswerTwoQuestions() throws IOException {
    List<Path> tooLong = new ArrayList<>();
    for (Path file : Sources.all()) {
      try (Stream<String> lines = Files.lines(file)) {
        if (lines.filter(line -> !line.startsWith("import ")).count() > LINES_MAX) {
          tooLong.add(file);
        }
      }
    }

    assertThat(tooLong).as("over %d lines, imports left out", LINES_MAX).isEmpty();
  }
}
