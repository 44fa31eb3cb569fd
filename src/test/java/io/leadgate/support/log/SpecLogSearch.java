package io.leadgate.support.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Searches the logs of the specs' gateways for every secret and every field of a lead that a spec
 * used, as whole words, and for lines that tell of a fault ({@link LoggedFaults}). Prints the
 * places: the line with the kind in place of each leaked value, or the beginning of a fault. The
 * build runs the search after the tests, and fails with it. The search also fails without log lines
 * and without values.
 *
 * <p>Some members are not searched for values, because they cannot hold a value: time and level,
 * our own names, the address, the frames of a stack trace, and numbers shorter than a phone's.
 */
public final class SpecLogSearch {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FRAME =
      Pattern.compile("(?m)^\\t(at [^ ]+\\([^ ]*( Method| Source)?\\)|\\.\\.\\. \\d+ more)$");
  private static final Set<String> NOT_SEARCHED =
      Set.of("timestamp", "level", "logger", "method", "route", "remote_address");

  /** The begin of a line of the JVM, which shows the options that the tests' build has set. */
  private static final String BY_THE_JVM = "Picked up JAVA_TOOL_OPTIONS: ";

  private static final int NUMBER_LENGTH_MIN = 7;
  private static final int PLACES_SHOWN = 20;
  private static final int SUMMARY_LENGTH_MAX = 600;

  private final SearchedValues values = new SearchedValues();
  private final LoggedFaults faults = new LoggedFaults();
  private final List<String> places = new ArrayList<>();
  private int lines;

  private SpecLogSearch() {}

  public static void main(String[] arguments) throws IOException {
    System.exit(run(SpecLog.DIRECTORY, System.out) ? 0 : 1);
  }

  /** Whether the directory's logs hold no value and no fault; prints each place where they do. */
  static boolean run(Path directory, PrintStream out) throws IOException {
    SpecLogSearch search = new SpecLogSearch();
    for (Path file : files(directory, SpecLog.VALUES)) {
      search.readValues(file);
    }
    for (Path file : files(directory, SpecLog.EXPECTED)) {
      search.faults.readExpected(file);
    }
    for (Path file : files(directory, ".log")) {
      search.search(file);
    }
    search.places.stream().limit(PLACES_SHOWN).forEach(out::println);
    out.printf(
        "The specs' log: %d lines searched for %d secrets and fields of leads, and for faults;"
            + " %d found.%n",
        search.lines, search.values.size(), search.places.size());
    return search.lines > 0 && search.values.size() > 0 && search.places.isEmpty();
  }

  private static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private void readValues(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", 2);
      String value = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      values.add(value, parts[0]);
    }
  }

  private void search(Path file) throws IOException {
    // Not readAllLines, because it throws where the log ends in half a character.
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int number = 0;
    for (String line : all.lines().toList()) {
      number++;
      lines++;
      JsonNode fact = object(line);
      String searched = searched(line, fact);
      String masked = values.masked(searched);
      if (!masked.equals(searched)) {
        places.add("%s:%d holds a value: %s".formatted(file, number, shortened(masked)));
      }
      if (faults.isFault(file.getFileName().toString(), line, fact)) {
        places.add(
            "%s:%d tells of a fault that no spec expects: %s"
                .formatted(file, number, summary(line, fact)));
      }
    }
  }

  /** The logger, the message and the first frames, which tell the fault apart from others. */
  private static String summary(String line, JsonNode fact) {
    String all =
        fact.isObject()
            ? "%s: %s %s"
                .formatted(
                    fact.path("logger").asText(),
                    fact.path("message").asText(),
                    fact.path("stack_trace").asText().replaceAll("\\s+", " "))
            : line;
    return shortened(all);
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), SUMMARY_LENGTH_MAX));
  }

  private static String searched(String line, JsonNode parsed) {
    if (line.startsWith(BY_THE_JVM)) {
      return "";
    }
    return parsed instanceof ObjectNode fact
        ? fact.properties().stream()
            .filter(member -> !NOT_SEARCHED.contains(member.getKey()))
            .map(member -> text(member.getValue()))
            .collect(Collectors.joining("\n"))
        : line;
  }

  private static String text(JsonNode value) {
    return value.isNumber() && value.asText().length() < NUMBER_LENGTH_MIN
        ? ""
        : FRAME.matcher(value.isTextual() ? value.asText() : value.toString()).replaceAll("");
  }

  /** The line as JSON; a missing node where the line is text or is cut off. */
  private static JsonNode object(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
