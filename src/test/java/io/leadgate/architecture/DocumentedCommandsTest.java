package io.leadgate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reads the command lines that the documents and scripts show. */
class DocumentedCommandsTest {

  private static final List<Path> WITH_A_START =
      List.of(
          Path.of("README.md"),
          Path.of("docs/running.md"),
          Path.of(".ci/run"),
          Path.of("load-tests/servers.sh"));

  /** A command of the jar that starts no gateway. */
  private static final Pattern OTHER_COMMAND =
      Pattern.compile(
          "leadgate\\.jar (--version|migrate|check-config|health|admin|credential|apply|reconcile)\\b");

  @Test
  void eachStartExitsOnOutOfMemoryError() throws IOException {
    for (Path file : WITH_A_START) {
      assertThat(starts(file)).as(file.toString()).isNotEmpty();
    }
    List<Path> files = new ArrayList<>(WITH_A_START);
    files.addAll(Documents.all());
    for (Path file : files) {
      assertThat(starts(file))
          .as(file.toString())
          .allMatch(
              line -> line.contains("-XX:+ExitOnOutOfMemoryError") || line.contains("jvm.options"));
    }
  }

  private static List<String> starts(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.contains(" -jar ") && !OTHER_COMMAND.matcher(line).find())
        .toList();
  }

  /** DevelopmentRunSpec reads the line itself. */
  @Test
  void readmeSaysThatTheFirstCommandPrintsTheConsole() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("where its web console is and how to sign in there");
  }

  /** {@code .ci/run} runs the lines between these marks. */
  @Test
  void readmeHasFiveCurlLinesAndTheTourHasTheOthers() throws IOException {
    assertThat(curlLines(Path.of("README.md"), "<!-- try it -->")).hasSize(5);
    assertThat(curlLines(Path.of("docs/tour.md"), "<!-- tour -->")).hasSizeGreaterThan(20);
  }

  private static List<String> curlLines(Path file, String mark) throws IOException {
    return Files.readAllLines(file).stream()
        .dropWhile(line -> !line.equals(mark))
        .takeWhile(line -> !line.equals("<!-- end -->"))
        .filter(line -> line.contains("curl "))
        .toList();
  }
}
