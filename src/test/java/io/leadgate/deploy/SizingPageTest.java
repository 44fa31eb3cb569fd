package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the sizes of {@code k8s/} with the page that explains them. */
class SizingPageTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path PAGE = Path.of("docs/sizing.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(k8s/[^`]+)` \\| `([^`]+)` \\| `([^`]+)` \\| \\S.* \\|$");

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE)).results().toList();
  }

  @Test
  void sizesAreThoseOfThePage() throws IOException {
    assertThat(rows()).hasSize(12);
    for (MatchResult row : rows()) {
      assertThat(values(Path.of(row.group(1)), row.group(2)))
          .as(row.group())
          .containsExactly(row.group(3));
    }
  }

  @Test
  void eachFileWithSizesIsOnThePage() throws IOException {
    assertThat(rows().stream().map(row -> row.group(1)))
        .contains(
            "k8s/base/deployment.yaml",
            "k8s/overlays/prod/deployment.yaml",
            "k8s/overlays/prod/postgres.yaml",
            "k8s/overlays/prod/redis.yaml");
  }

  /** The values of a member in all documents of a file that have it. */
  private static List<String> values(Path file, String member) throws IOException {
    String pointer = "/" + member.replace('.', '/');
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      return documents.readAll().stream()
          .map(document -> document.at(pointer))
          .filter(value -> !value.isMissingNode())
          .map(JsonNode::asText)
          .toList();
    }
  }
}
