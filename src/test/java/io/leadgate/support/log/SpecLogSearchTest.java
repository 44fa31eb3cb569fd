package io.leadgate.support.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the search finds values and faults, and fails without a log or without values. */
class SpecLogSearchTest {

  private static final String SECRET = "lgs_Zq-7x_w";
  private static final String FIELD = "(646) 555-0187";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  @TempDir private Path directory;

  @BeforeEach
  void writeUsedValues() throws IOException {
    writeValues(
        SECRET,
        FIELD,
        "f699",
        "72b4b3f5-37a5-4c3d-a9ce-8c2a5d0c4b11",
        "x".repeat(SpecLog.LENGTH_MAX));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"started\",\"http_port\":64655}",
        "{\"timestamp\":\"2026\",\"message\":\"lgs_Zq-7x_wider\"}",
        "{\"message\":\"a\",\"stack_trace\":\"A\\n\\tat lgs_Zq-7x_w(lgs_Zq-7x_w:1)\\n\"}",
        "not JSON",
        "{\"message\":\"a\",\"actor\":\"ef1974eb-f699-4a0b-8a03-06729264692e\"}",
        "Picked up JAVA_TOOL_OPTIONS: -Dx=f699",
      })
  void linesWithoutAValuePass(String line) throws IOException {
    assertThat(passes(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lgs_Zq-7x_w",
        "f699",
        "{\"message\":\"ef1974eb-f699\"}",
        "{\"message\":\"72b4b3f5-37a5-4c3d-a9ce-8c2a5d0c4b11\"}",
        "{\"message\":\"a secret: lgs_Zq-7x_w.\"}",
        "{\"message\":\"a\",\"cause\":\"lgs_Zq\\u002d7x_w\"}",
        "{\"message\":\"a\",\"more\":{\"deep\":[\"lgs_Zq-7x_w\"]}}",
        "{\"message\":\"a\",\"stack_trace\":\"A: lgs_Zq-7x_w\\n\\tat b.C.d(C.java:1)\\n\"}",
        "{\"message\":\"(646) 555-0187",
        "2026-11-24T15:33:27.345Z INFO  of a lead phone=\"(646) 555-0187\"",
      })
  void linesWithAValueFail(String line) throws IOException {
    assertThat(passes(line)).isFalse();
  }

  @Test
  void printedPlaceTellsTheLineWithoutItsValues() throws IOException {
    assertThat(passes("{\"message\":\"(646) 555-0187 of lgs_Zq-7x_w.\"}")).isFalse();
    assertThat(printed()).contains("a.log:2 holds a value: <a kind> of <a kind>.");
  }

  @Test
  void beginningOfALongValueIsFound() throws IOException {
    assertThat(passes("cannot read: " + "x".repeat(SpecLog.LENGTH_MAX + 50))).isFalse();
    assertThat(passes("cannot read: " + "x".repeat(SpecLog.LENGTH_MAX - 1))).isTrue();
  }

  @Test
  void missingLogOrMissingValuesFail() throws IOException {
    assertThat(search()).isFalse();
    Files.delete(directory.resolve("1" + SpecLog.VALUES));
    assertThat(passes("{\"message\":\"started\"}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"ERROR\",\"logger\":\"leadgate\",\"message\":\"unexpected failure\"}",
        "{\"level\":\"ERROR\",\"logger\":\"io.vertx.A\",\"message\":\"Unhandled\"}",
        "{\"level\":\"WARN\",\"logger\":\"io.netty.A\",\"message\":\"a\",\"stack_trace\":\"B\\n\"}",
        "2026-11-24T15:33:27.345Z ERROR unexpected failure where=there",
        "Exception in thread \"main\" java.lang.Error",
        "\tat io.vertx.A.b(A.java:1)",
      })
  void unexpectedFaultsFail(String line) throws IOException {
    assertThat(passes(line)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"WARN\",\"logger\":\"leadgate\",\"message\":\"a\",\"stack_trace\":\"B\\n\"}",
        "{\"level\":\"WARN\",\"logger\":\"io.netty.A\",\"message\":\"a\"}",
        "{\"level\":\"WARN\",\"logger\":\"io.vertx.BlockedThreadChecker\",\"message\":\"a\","
            + "\"stack_trace\":\"B\\n\"}",
        "{\"level\":\"DEBUG\",\"logger\":\"io.vertx.A\",\"message\":\"a\",\"stack_trace\":\"B\\n\"}",
        "2026-11-24T15:33:27.345Z WARN  dependency is down cause=ERROR",
      })
  void warningsPass(String line) throws IOException {
    assertThat(passes(line)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "7.log,     2026-11-24T15:00:01Z, unexpected failure, true",
    "7-12.log,  2026-11-24T15:00:01Z, unexpected failure, true",
    "8.log,     2026-11-24T15:00:01Z, unexpected failure, false",
    "77-12.log, 2026-11-24T15:00:01Z, unexpected failure, false",
    "7.log,     2026-11-24T15:00:01Z, another failure,    false",
    "7.log,     2026-11-24T14:59:59Z, unexpected failure, false",
    "7.log,     2026-11-24T15:00:03Z, unexpected failure, false",
  })
  void errorPassesOnlyWithItsExpectedJvmTimeAndMessage(
      String file, String at, String message, boolean passes) throws IOException {
    Files.writeString(
        directory.resolve("7" + SpecLog.EXPECTED),
        "2026-11-24T15:00:00Z\t2026-11-24T15:00:02Z\tunexpected failure\n");
    Files.writeString(
        directory.resolve(file),
        "{\"timestamp\":\"%s\",\"level\":\"ERROR\",\"logger\":\"leadgate\",\"message\":\"%s\"}\n"
            .formatted(at, message));
    assertThat(search()).isEqualTo(passes);
  }

  private boolean passes(String line) throws IOException {
    Files.writeString(directory.resolve("a.log"), "{\"message\":\"started\"}\n" + line + "\n");
    return search();
  }

  private boolean search() throws IOException {
    boolean passed =
        SpecLogSearch.run(directory, new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed()).contains("lines searched").doesNotContain(SECRET, FIELD);
    return passed;
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void writeValues(String... values) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      lines.append("a kind\t").append(Base64.getEncoder().encodeToString(bytes)).append('\n');
    }
    Files.writeString(directory.resolve("1" + SpecLog.VALUES), lines);
  }
}
