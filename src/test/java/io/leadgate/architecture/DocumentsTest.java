package io.leadgate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds all files, headings, classes and refusals that the documents name. */
class DocumentsTest {

  private static final Path CODE = Path.of("src/main/java/io/leadgate");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern CLASS = Pattern.compile("`((?:[A-Z][a-z0-9]+){2,})`");

  /** Names of LeadExec's V1 that are written as a class is. */
  private static final Set<String> OF_LEADEXEC =
      Set.of("AutoRedirect", "ResponseDetails", "ResponseDetail", "LeadIdentifier");

  private static final Pattern DOCUMENT = Pattern.compile("([\\w/.-]*\\w\\.md)\\b");
  private static final Pattern LINE_OF_A_WAY =
      Pattern.compile(
          "(\\d+)\\. \\[`(\\w+)`]\\(\\.\\./src/main/java/(?:\\w+/)*(\\w+)\\.java\\) .+");

  @Test
  void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : Documents.all()) {
      for (String link : Documents.found(LINK, Documents.prose(file))) {
        if (!link.contains("://") && !leadsSomewhere(file, link)) {
          broken.add(file + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path file, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  private static List<String> anchors(Path file) throws IOException {
    return Documents.prose(file).stream()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void everyDocumentNamedInSourcesExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String root : List.of("src/main", "src/test/java", "config", "k8s", "load-tests", ".ci")) {
      try (Stream<Path> found = Files.walk(Path.of(root))) {
        for (Path file : found.filter(Files::isRegularFile).toList()) {
          for (String name : Documents.found(DOCUMENT, Files.readAllLines(file))) {
            if (!Files.exists(Path.of(name)) && !Files.exists(file.resolveSibling(name))) {
              missing.add(file + ": " + name);
            }
          }
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void everyClassNamedInDocumentsExists() throws IOException {
    Set<String> classes =
        Sources.all().stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());

    List<String> missing = new ArrayList<>();
    for (Path file : Documents.all()) {
      for (String name : Documents.found(CLASS, Documents.prose(file))) {
        if (!classes.contains(name) && !OF_LEADEXEC.contains(name)) {
          missing.add(file + ": " + name);
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "## The way of a lead",
        "## The way of a lead with a bad token",
        "## The way of a token request"
      })
  void eachLineOfAWayLinksOneClass(String heading) throws IOException {
    List<String> lines =
        Documents.section(Path.of("docs/design.md"), heading).stream()
            .filter(line -> line.matches("\\d+\\. .*"))
            .toList();

    assertThat(lines).hasSize(10).allMatch(line -> LINE_OF_A_WAY.matcher(line).matches());
    assertThat(lines)
        .allSatisfy(
            line -> {
              MatchResult parts = LINE_OF_A_WAY.matcher(line).results().findFirst().orElseThrow();
              assertThat(parts.group(1)).isEqualTo(Integer.toString(lines.indexOf(line) + 1));
              assertThat(parts.group(2)).isEqualTo(parts.group(3));
            });
  }

  @Test
  void mapOfTheCodeNamesEachFolder() throws IOException {
    try (Stream<Path> found = Files.walk(CODE)) {
      List<String> folders =
          found
              .filter(folder -> Files.exists(folder.resolve("package-info.java")))
              .map(folder -> CODE.relativize(folder).toString())
              .filter(folder -> !folder.isEmpty())
              .toList();

      assertThat(
              Documents.found(
                  Pattern.compile("`([a-z/]+)`"),
                  Documents.section(Path.of("README.md"), "## A map of the code")))
          .containsAll(folders)
          .allMatch(name -> Files.isDirectory(CODE.resolve(name)));
    }
  }

  @Test
  void guideSaysWhatToDoAboutEachRefusal() throws IOException {
    Pattern row = Pattern.compile("\\| (\\d{3} \\| `/problems/[a-z-]+`) \\| [A-Z].*\\. \\|");

    assertThat(
            Documents.found(
                row,
                Documents.section(Path.of("docs/api.md"), "## Errors, and what to do about each")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Refusal.values())
                .map(refusal -> refusal.status() + " | `/problems/" + refusal.slug() + "`")
                .toList());
  }
}
