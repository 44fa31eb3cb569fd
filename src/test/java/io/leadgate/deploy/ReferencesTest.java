package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.deploy.Rendering.Pod;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Follows each reference from an object of a rendering to another object. */
class ReferencesTest {

  @ParameterizedTest
  @EnumSource
  void workloadSelectsItsOwnPods(Rendering rendering) {
    assertThat(rendering.pods()).isNotEmpty();
    for (Pod pod : rendering.pods()) {
      JsonNode selector = pod.owner().at("spec.selector.matchLabels");
      assertThat(rendering.pods(selector)).as(pod.toString()).containsExactly(pod);
    }
  }

  @ParameterizedTest
  @EnumSource
  void serviceLeadsToPortsOfOneKindOfPods(Rendering rendering) {
    assertThat(rendering.of("Service")).isNotEmpty();
    for (Manifest service : rendering.of("Service")) {
      List<Pod> pods = rendering.pods(service.at("spec.selector"));
      assertThat(pods).as(service.toString()).hasSize(1);
      assertThat(Manifest.each(service.at("spec.ports")))
          .as(service.toString())
          .isNotEmpty()
          .allMatch(port -> pods.getFirst().port(port.path("targetPort").asText()) > 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void statefulSetNamesAService(Rendering rendering) {
    for (Manifest set : rendering.of("StatefulSet")) {
      assertThat(rendering.of("Service"))
          .extracting(Manifest::name)
          .contains(set.at("spec.serviceName").asText());
    }
  }

  @ParameterizedTest
  @EnumSource
  void probeAsksAPortOfItsContainer(Rendering rendering) {
    for (Pod pod : rendering.pods()) {
      for (JsonNode container : pod.containers().toList()) {
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
          for (String kind : List.of("httpGet", "tcpSocket")) {
            JsonNode port = container.path(probe).path(kind).path("port");
            assertThat(port.isMissingNode() || pod.port(port.asText()) > 0)
                .as("%s of %s", probe, pod)
                .isTrue();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void networkPolicyOpensPortsOfItsPods(Rendering rendering) {
    assertThat(rendering.of("NetworkPolicy")).isNotEmpty();
    for (Manifest policy : rendering.of("NetworkPolicy")) {
      List<Pod> pods = rendering.pods(policy.at("spec.podSelector.matchLabels"));
      assertThat(pods).as(policy.toString()).hasSize(1);
      for (JsonNode rule : policy.at("spec.ingress")) {
        assertThat(Manifest.each(rule.path("ports")))
            .as(policy.toString())
            .isNotEmpty()
            .allMatch(port -> pods.getFirst().port(port.path("port").asText()) > 0);
        for (JsonNode from : rule.path("from")) {
          JsonNode selector = from.path("podSelector").path("matchLabels");
          assertThat(selector.isMissingNode() || !rendering.pods(selector).isEmpty())
              .as(policy.toString())
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void disruptionBudgetAndSpreadSelectTheGateway(Rendering rendering) {
    Stream.concat(
            rendering.of("PodDisruptionBudget").stream().map(budget -> budget.at("spec.selector")),
            Manifest.each(rendering.gateway().spec().path("topologySpreadConstraints"))
                .map(spread -> spread.path("labelSelector")))
        .forEach(
            selector ->
                assertThat(rendering.pods(selector.path("matchLabels")))
                    .containsExactly(rendering.gateway()));
  }

  @ParameterizedTest
  @EnumSource
  void autoscalerScalesWhatExistsByARequestedResource(Rendering rendering) {
    for (Manifest scaler : rendering.of("HorizontalPodAutoscaler")) {
      JsonNode target = scaler.at("spec.scaleTargetRef");
      Manifest deployment =
          rendering.one(target.path("kind").asText(), target.path("name").asText());
      assertThat(deployment.type())
          .isEqualTo(target.path("apiVersion").asText() + "/" + target.path("kind").asText());
      // A number of replicas in the manifest would undo the autoscaler's at each kubectl apply.
      assertThat(deployment.at("spec.replicas").isMissingNode()).isTrue();
      for (JsonNode metric : scaler.at("spec.metrics")) {
        String resource = metric.path("resource").path("name").asText();
        assertThat(rendering.gateway().containers())
            .allMatch(container -> container.at("/resources/requests").has(resource));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void mountAndConfigMapAndAccountExist(Rendering rendering) {
    for (Pod pod : rendering.pods()) {
      List<String> volumes =
          Stream.concat(
                  Manifest.each(pod.spec().path("volumes")).map(volume -> volume.path("name")),
                  Manifest.each(pod.owner().at("spec.volumeClaimTemplates"))
                      .map(claim -> claim.at("/metadata/name")))
              .map(JsonNode::asText)
              .toList();
      for (JsonNode container : pod.containers().toList()) {
        assertThat(Manifest.each(container.path("volumeMounts")))
            .as(pod.toString())
            .allMatch(mount -> volumes.contains(mount.path("name").asText()));
        assertThat(Manifest.each(container.path("envFrom")))
            .as(pod.toString())
            .allMatch(
                from ->
                    rendering.of("ConfigMap").stream()
                        .anyMatch(
                            map -> map.name().equals(from.at("/configMapRef/name").asText())));
      }
      JsonNode account = pod.spec().path("serviceAccountName");
      assertThat(
              account.isMissingNode()
                  || rendering.of("ServiceAccount").stream()
                      .anyMatch(each -> each.name().equals(account.asText())))
          .as(pod.toString())
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyObjectIsInTheNamespaceOfTheRendering(Rendering rendering) {
    List<Manifest> namespaces = rendering.of("Namespace");
    assertThat(namespaces).hasSize(1);
    assertThat(rendering.manifests())
        .filteredOn(manifest -> !manifest.kind().equals("Namespace"))
        .allMatch(
            manifest ->
                manifest.at("metadata.namespace").asText().equals(namespaces.getFirst().name()));
  }

  @ParameterizedTest
  @EnumSource
  void onlyThePublicPortIsPublic(Rendering rendering) {
    Manifest service = rendering.one("Service", "leadgate");
    Manifest management = rendering.one("Service", "leadgate-management");

    assertThat(Manifest.each(service.at("spec.ports")))
        .extracting(port -> port.path("port").asInt() + " " + port.path("targetPort").asText())
        .containsExactly("80 http");
    assertThat(management.at("spec.clusterIP").asText()).isEqualTo("None");
    assertThat(Manifest.each(rendering.one("NetworkPolicy", "leadgate").at("spec.ingress")))
        .extracting(
            rule ->
                rule.at("/ports/0/port").asText()
                    + " "
                    + rule.path("ports").size()
                    + " "
                    + Manifest.each(rule.path("from"))
                        .map(
                            from ->
                                from.at(
                                        "/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                                    .asText())
                        .collect(Collectors.joining()))
        .containsExactly("http 1 ", "management 1 monitoring");
  }
}
