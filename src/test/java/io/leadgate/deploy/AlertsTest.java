package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Compares the alert rules with their documents, their tests and their copy for Kubernetes. */
class AlertsTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path RULES = Path.of("config/alerts.yaml");
  private static final Path RUNBOOK = Path.of("docs/alerts.md");

  private static JsonNode groups() throws IOException {
    return YAML.readTree(RULES.toFile()).path("groups");
  }

  private static List<JsonNode> alerts() throws IOException {
    return elements(groups())
        .flatMap(group -> elements(group.path("rules")))
        .filter(rule -> rule.has("alert"))
        .toList();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Test
  void eachAlertHasItsSectionInTheRunbookAndNoSectionIsWithoutAnAlert() throws IOException {
    List<String> headings =
        Files.readAllLines(RUNBOOK).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    List<JsonNode> alerts = alerts();

    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(headings)
        .containsExactlyInAnyOrderElementsOf(
            alerts.stream().map(alert -> alert.path("alert").asText()).toList());
    for (JsonNode alert : alerts) {
      assertThat(alert.path("annotations").path("runbook_url").asText())
          .isEqualTo("docs/alerts.md#" + alert.path("alert").asText().toLowerCase(Locale.ROOT));
      assertThat(alert.path("annotations").path("summary").asText()).endsWith(".");
      assertThat(alert.path("labels").path("severity").asText()).isIn("page", "ticket");
    }
  }

  @Test
  void eachAlertFiresInATestOfItsRules() throws IOException {
    String tests = Files.readString(Path.of(".ci/alerts-test.yaml"));

    for (JsonNode alert : alerts()) {
      assertThat(tests).contains("alertname=\"%s\"".formatted(alert.path("alert").asText()));
    }
  }

  @Test
  void rulesForKubernetesAreTheSame() throws IOException {
    JsonNode rule =
        YAML.readTree(Path.of("k8s/components/servicemonitor/prometheusrule.yaml").toFile());

    assertThat(rule.path("kind").asText()).isEqualTo("PrometheusRule");
    assertThat(rule.path("spec").path("groups")).isEqualTo(groups());
  }
}
