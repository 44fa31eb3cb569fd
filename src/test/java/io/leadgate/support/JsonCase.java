package io.leadgate.support;

import static java.util.function.Predicate.not;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request body from the lists in {@code src/test/resources/json}. The lists are text and
 * readable, although many of the bodies are not text.
 */
public record JsonCase(String name, String latin1) {

  private static final Pattern LINE = Pattern.compile("([^:]+):(?: (.*))?");
  private static final Pattern REPEATED = Pattern.compile("%\\{(.+?)\\*(\\d+)}");
  private static final Pattern BYTE = Pattern.compile("%([0-9A-F]{2})");

  /** Bodies that are not a JSON object. */
  public static Stream<JsonCase> malformed() {
    return read("malformed");
  }

  /** JSON objects that cannot be stored as a lead. */
  public static Stream<JsonCase> unstorable() {
    return read("unstorable");
  }

  /** JSON objects that a lead type without fields takes. */
  public static Stream<JsonCase> good() {
    return read("good");
  }

  private static Stream<JsonCase> read(String list) {
    String resource = "/json/%s.txt".formatted(list);
    try (InputStream file = JsonCase.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("there is no " + resource);
      }
      List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return lines.stream()
          .filter(not(String::isBlank))
          .filter(line -> !line.startsWith("#"))
          .map(JsonCase::parse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonCase parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(line);
    }
    String body = parts.group(2) == null ? "" : parts.group(2);
    String repeated = REPEATED.matcher(body).replaceAll(JsonCase::repeated);
    return new JsonCase(parts.group(1), BYTE.matcher(repeated).replaceAll(JsonCase::character));
  }

  private static String repeated(MatchResult found) {
    return Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2))));
  }

  private static String character(MatchResult found) {
    return Matcher.quoteReplacement(
        Character.toString(Integer.parseInt(found.group(1).toLowerCase(Locale.ROOT), 16)));
  }

  public byte[] body() {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The body as text, for bodies in UTF-8. */
  public String utf8() {
    return new String(body(), StandardCharsets.UTF_8);
  }

  /** The name that JUnit shows. */
  @Override
  public String toString() {
    return name;
  }
}
