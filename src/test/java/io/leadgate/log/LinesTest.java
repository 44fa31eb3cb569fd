package io.leadgate.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** Writes facts as single lines, without the text that exceptions quote. */
class LinesTest {

  private static final LoggerContext LOGBACK = new LoggerContext();
  private static final String QUOTED = "eve.quoted@example.org";

  @Test
  void jsonLineIsOneFlatObject() throws IOException {
    Throwable failure = failure();
    String line = json(event("a\nb \u2028 \"c\"", failure));

    assertThat(line.strip().lines()).hasSize(1);
    JsonNode fact = new ObjectMapper().readTree(line);
    assertThat(fact.path("timestamp").asText())
        .matches("\\d{4}(-\\d\\d){2}T(\\d\\d:){2}\\d\\d\\.\\d{3}Z");
    assertThat(fact.path("level").asText()).isEqualTo("ERROR");
    assertThat(fact.path("message").asText()).isEqualTo("a\nb \u2028 \"c\"");
    assertThat(fact.path("rows").isInt()).isTrue();
    assertThat(fact.path("cause").asText()).isEqualTo("x\r\ny z");
    assertThat(fact.path("stack_trace").asText()).isEqualTo(frames(failure));
  }

  @Test
  void textOfAFactStaysOnOneLine() {
    assertThat(new FactText().convert(event("a\nb\u2028\u001b[2J", failure())))
        .isEqualTo(
            "a\\nb\\u2028\\u001b[2J rows=7 cause=\"x\\r\\ny z\" empty=\"\" logger=of.a.library");
  }

  @Test
  void stackTraceHasClassesSqlStateAndFramesButNoMessage() {
    assertThat(frames(failure()))
        .startsWith("java.lang.IllegalStateException\n\tat io.leadgate.log.LinesTest.failure(")
        .contains("\nCaused by: java.sql.SQLException (SQLSTATE 23505)\n\tat ")
        .doesNotContain(QUOTED, "Key");
    assertThat(json(event("a", failure()))).doesNotContain(QUOTED, "Key");
  }

  private static String frames(Throwable failure) {
    return new StackFrames().convert(event("a", failure));
  }

  private static Throwable failure() {
    SQLException cause = new SQLException("Key (email)=(" + QUOTED + ") exists", "23505");
    return new IllegalStateException(cause.getMessage(), cause);
  }

  private static ILoggingEvent event(String message, Throwable failure) {
    LoggingEvent event =
        new LoggingEvent(
            "", LOGBACK.getLogger("of.a.library"), Level.ERROR, message, failure, new Object[0]);
    event.setKeyValuePairs(
        List.of(
            new KeyValuePair("rows", 7),
            new KeyValuePair("cause", "x\r\ny z"),
            new KeyValuePair("empty", "")));
    return event;
  }

  private static String json(ILoggingEvent event) {
    JsonLines lines = new JsonLines();
    lines.setContext(LOGBACK);
    lines.start();
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }
}
