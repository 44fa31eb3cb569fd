package io.leadgate.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the project's documents, and reads parts of their text. */
final class Documents {

  private static final List<Path> FOLDERS =
      List.of(Path.of("."), Path.of("docs"), Path.of("k8s"), Path.of("load-tests"));

  private Documents() {}

  static List<Path> all() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> found = Files.list(folder)) {
        found
            .map(Path::normalize)
            .filter(file -> file.toString().endsWith(".md"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  /** The lines outside fenced blocks. */
  static List<String> prose(Path file) throws IOException {
    List<String> prose = new ArrayList<>();
    boolean isFenced = false;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("```")) {
        isFenced = !isFenced;
      } else if (!isFenced) {
        prose.add(line);
      }
    }
    return prose;
  }

  /** The lines between a heading and the next heading of the same depth. */
  static List<String> section(Path file, String heading) throws IOException {
    String depth = heading.substring(0, heading.indexOf(' ') + 1);
    return prose(file).stream()
        .dropWhile(Predicate.not(heading::equals))
        .skip(1)
        .takeWhile(line -> !line.startsWith(depth))
        .toList();
  }

  /** All matches of a pattern's first group in these lines. */
  static List<String> found(Pattern pattern, List<String> lines) {
    return lines.stream()
        .flatMap(line -> pattern.matcher(line).results())
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
