package io.leadgate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each command line that starts the gateway ends the process with the end of its memory. */
class DocumentedCommandsTest {

  private static final List<Path> FILES =
      List.of(Path.of("README.md"), Path.of(".ci/run"), Path.of("load-tests/servers.sh"));

  @Test
  void eachStartEndsAtTheFirstOutOfMemoryError() throws IOException {
    for (Path file : FILES) {
      List<String> starts =
          Files.readAllLines(file).stream().filter(line -> line.contains(" -jar ")).toList();

      assertThat(starts)
          .as(file.toString())
          .isNotEmpty()
          .allMatch(line -> line.contains("-XX:+ExitOnOutOfMemoryError"));
    }
  }
}
