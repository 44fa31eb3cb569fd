package io.leadgate.support.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the lines of the specs' log that tell of a fault: each ERROR, each exception that a library
 * logs by itself as a warning, and each stack trace outside of a log line. Two kinds of lines are
 * not faults: a message that the spec of that time expects ({@link LogsError}), and a blocked
 * thread, because a busy machine is enough to block a thread.
 */
final class LoggedFaults {

  private static final String OURS = "leadgate";
  private static final String BLOCKED = "BlockedThreadChecker";
  private static final Pattern FAULT_AS_TEXT =
      Pattern.compile("\\S+Z ERROR .*|Exception in thread .*|\\tat .*");

  private final List<Expected> expected = new ArrayList<>();

  /**
   * @param jvm the JVM of the spec that expects the message, and of the gateways that the spec
   *     started
   */
  private record Expected(String jvm, Instant from, Instant to, String message) {

    private boolean covers(String file, JsonNode fact) {
      Instant at = Instant.parse(fact.path("timestamp").asText());
      return file.matches(Pattern.quote(jvm) + "(-\\d+)?\\.log")
          && fact.path("message").asText().equals(message)
          && !at.isBefore(from)
          && !at.isAfter(to);
    }
  }

  void readExpected(Path file) throws IOException {
    String name = file.getFileName().toString();
    String jvm = name.substring(0, name.length() - SpecLog.EXPECTED.length());
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", 3);
      expected.add(new Expected(jvm, Instant.parse(parts[0]), Instant.parse(parts[1]), parts[2]));
    }
  }

  /**
   * Whether a line tells of a fault that no spec expects.
   *
   * @param fact the line as a JSON object, or any other node where the line is text
   */
  boolean isFault(String file, String line, JsonNode fact) {
    if (!fact.isObject()) {
      return FAULT_AS_TEXT.matcher(line).matches();
    }
    String logger = fact.path("logger").asText();
    boolean isError = fact.path("level").asText().equals("ERROR");
    boolean isException =
        fact.path("level").asText().equals("WARN")
            && fact.has("stack_trace")
            && !logger.equals(OURS)
            && !logger.endsWith(BLOCKED);
    return (isError || isException)
        && expected.stream().noneMatch(expectation -> expectation.covers(file, fact));
  }
}
