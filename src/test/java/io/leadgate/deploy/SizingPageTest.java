package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the sizes of {@code k8s/} with the page that explains them. */
class SizingPageTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path PAGE = Path.of("docs/sizing.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(k8s/[^`]+)` \\| `([^`]+)` \\| `([^`]+)` \\| \\S.* \\|$");

  /**
   * The members of which each has a size: in a pod, a disk, a number of pods, PostgreSQL, Redis.
   */
  private static final Pattern SIZE =
      Pattern.compile(
          "(.*\\.)?(resources\\.(requests|limits)\\.\\w+|(storage|walStorage)\\.size"
              + "|replicas|minReplicas|maxReplicas|instances|averageUtilization"
              + "|parameters\\.\\w+|args\\.--maxmemory"
              + "|literals\\.(JDK_JAVA_OPTIONS|LEADGATE_(LIMITS|QUARANTINE)_\\w+))");

  private static final Pattern LITERAL = Pattern.compile("([A-Z][A-Z_]*)=(.*)");

  /** A value in a file; an argument and a literal are members of their lists. */
  private record Value(String file, String member, String text) {
    boolean isOf(MatchResult row) {
      return file.equals(row.group(1))
          && member.matches(Pattern.quote(row.group(2)).replace("*", "\\E[^.]+\\Q"));
    }
  }

  @Test
  void sizesAreThoseOfThePage() throws IOException {
    List<Value> values = values();
    List<MatchResult> rows = rows();

    assertThat(rows).isNotEmpty();
    for (MatchResult row : rows) {
      assertThat(values.stream().filter(value -> value.isOf(row)).map(Value::text))
          .as(row.group())
          .isNotEmpty()
          .containsOnly(row.group(3));
    }
  }

  @Test
  void eachSizeIsOnThePage() throws IOException {
    List<MatchResult> rows = rows();
    List<Value> sizes =
        values().stream().filter(value -> SIZE.matcher(value.member()).matches()).toList();

    assertThat(sizes).hasSizeGreaterThan(rows.size());
    assertThat(sizes).allMatch(size -> rows.stream().anyMatch(size::isOf));
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE)).results().toList();
  }

  private static List<Value> values() throws IOException {
    List<Value> values = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
          for (JsonNode document : documents.readAll()) {
            addValues(values, file, "", document);
          }
        }
      }
    }
    return values;
  }

  private static void addValues(List<Value> values, Path file, String path, JsonNode node) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        addValues(values, file, path + "." + member.getKey(), member.getValue());
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        addValues(values, file, path + "." + stepTo(node, i), node.get(i));
      }
    } else {
      Matcher literal = LITERAL.matcher(node.asText());
      String text = literal.matches() ? literal.group(2) : node.asText();
      values.add(new Value(file.toString(), path.substring(1), text));
    }
  }

  /** The name of a literal, the name of the argument before, or the number of the element. */
  private static String stepTo(JsonNode array, int i) {
    Matcher literal = LITERAL.matcher(array.get(i).asText());
    String before = i == 0 ? "" : array.get(i - 1).asText();
    return literal.matches()
        ? literal.group(1)
        : before.startsWith("--") ? before : String.valueOf(i);
  }
}
