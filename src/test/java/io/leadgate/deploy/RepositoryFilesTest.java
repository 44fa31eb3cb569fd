package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Holds the files for the platform that hosts the repository to their formats. */
class RepositoryFilesTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path GITHUB = Path.of(".github");
  private static final Set<String> KINDS =
      Set.of("markdown", "input", "textarea", "dropdown", "checkboxes");

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Test
  void workflowRunsWhatAChangeMustPassWithTheWholeHistory() throws IOException {
    JsonNode workflow = YAML.readTree(GITHUB.resolve("workflows/ci.yml").toFile());
    JsonNode steps = workflow.path("jobs").path("run").path("steps");

    assertThat(workflow.path("on").has("pull_request")).isTrue();
    assertThat(workflow.path("permissions").path("contents").asText()).isEqualTo("read");
    assertThat(elements(steps).map(step -> step.path("run").asText())).contains(".ci/run");
    assertThat(
            elements(steps)
                .filter(step -> step.path("uses").asText().startsWith("actions/checkout@"))
                .map(step -> step.path("with").path("fetch-depth").asInt(1)))
        .containsExactly(0);
  }

  @Test
  void formsOfIssuesAreComplete() throws IOException {
    List<Path> forms;
    try (Stream<Path> files = Files.list(GITHUB.resolve("ISSUE_TEMPLATE"))) {
      forms = files.filter(file -> !file.endsWith("config.yml")).toList();
    }

    assertThat(forms).hasSize(2);
    for (Path file : forms) {
      JsonNode form = YAML.readTree(file.toFile());
      assertThat(form.path("name").asText()).as("%s", file).isNotBlank();
      assertThat(form.path("description").asText()).as("%s", file).isNotBlank();
      Set<String> ids = new HashSet<>();
      for (JsonNode part : form.path("body")) {
        assertThat(part.path("type").asText()).as("%s", part).isIn(KINDS);
        if (part.path("type").asText().equals("markdown")) {
          assertThat(part.path("attributes").path("value").asText()).isNotBlank();
        } else {
          assertThat(part.path("attributes").path("label").asText()).as("%s", part).isNotBlank();
          assertThat(ids.add(part.path("id").asText())).as("%s", part).isTrue();
        }
      }
      assertThat(ids).isNotEmpty();
    }
  }

  @Test
  void renovateFindsEachPackageThatTheScriptsPin() throws IOException {
    JsonNode renovate = new ObjectMapper().readTree(GITHUB.resolve("renovate.json").toFile());
    JsonNode manager = renovate.path("customManagers").path(0);
    Pattern package_ =
        Pattern.compile(manager.path("matchStrings").path(0).asText().replace("?<depName>", ""));
    Pattern any = Pattern.compile("[a-z0-9-]@\\d+\\.\\d+\\.\\d+");
    int found = 0;
    try (Stream<Path> files = Files.list(Path.of(".ci"))) {
      for (Path file : files.filter(Files::isExecutable).toList()) {
        String text = Files.readString(file);
        assertThat(package_.matcher(text).results().count())
            .as("%s", file)
            .isEqualTo(any.matcher(text).results().count());
        found += (int) package_.matcher(text).results().count();
      }
    }

    assertThat(elements(renovate.path("extends")).map(JsonNode::asText))
        .contains("config:recommended");
    assertThat(found).isGreaterThan(3);
  }

  @Test
  void renovateFindsEachImageOfKubernetes() throws IOException {
    JsonNode renovate = new ObjectMapper().readTree(GITHUB.resolve("renovate.json").toFile());
    String files = renovate.at("/kubernetes/managerFilePatterns/0").asText();
    JsonNode operator = renovate.path("customManagers").path(1);
    Pattern imageName =
        Pattern.compile(operator.path("matchStrings").path(0).asText().replace("?<depName>", ""));
    Path postgres = Path.of("k8s/overlays/prod/postgres.yaml");

    assertThat(operator.path("managerFilePatterns").path(0).asText()).isEqualTo(files);
    assertThat(postgres.toString()).containsPattern(files.substring(1, files.length() - 1));
    assertThat(imageName.matcher(Files.readString(postgres)).results()).hasSize(1);
  }
}
