package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.deploy.Rendering.Pod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looks at the rights and at the image of each pod, also of the servers that come along. */
class PodSecurityTest {

  @ParameterizedTest
  @EnumSource
  void podRunsAsAUserWithoutRights(Rendering rendering) {
    assertThat(rendering.pods()).isNotEmpty();
    for (Pod pod : rendering.pods()) {
      JsonNode security = pod.spec().path("securityContext");
      assertThat(security.path("runAsNonRoot").asBoolean()).as(pod.toString()).isTrue();
      assertThat(security.path("runAsUser").asInt()).as(pod.toString()).isPositive();
      assertThat(security.path("runAsGroup").asInt()).as(pod.toString()).isPositive();
      assertThat(security.at("/seccompProfile/type").asText())
          .as(pod.toString())
          .isEqualTo("RuntimeDefault");
      assertThat(falseOf(pod.spec(), "automountServiceAccountToken")).as(pod.toString()).isTrue();
      assertThat(falseOf(pod.spec(), "enableServiceLinks")).as(pod.toString()).isTrue();
      assertThat(List.of("hostNetwork", "hostPID", "hostIPC"))
          .as(pod.toString())
          .noneMatch(pod.spec()::has);
    }
  }

  @ParameterizedTest
  @EnumSource
  void containerHasNoCapabilityAndNoRootFileSystemToWrite(Rendering rendering) {
    for (Pod pod : rendering.pods()) {
      for (JsonNode container : pod.containers().toList()) {
        JsonNode security = container.path("securityContext");
        assertThat(falseOf(security, "allowPrivilegeEscalation")).as(pod.toString()).isTrue();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).as(pod.toString()).isTrue();
        assertThat(Manifest.each(security.at("/capabilities/drop")))
            .as(pod.toString())
            .extracting(JsonNode::asText)
            .containsExactly("ALL");
        // A further member could only take a restriction back.
        assertThat(security).as(pod.toString()).hasSize(3);
        assertThat(security.path("capabilities")).as(pod.toString()).hasSize(1);
        assertThat(container.at("/resources/limits").has("memory")).as(pod.toString()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void accountHasNoToken(Rendering rendering) {
    assertThat(rendering.of("ServiceAccount"))
        .isNotEmpty()
        .allMatch(account -> falseOf(account.tree(), "automountServiceAccountToken"));
  }

  @ParameterizedTest
  @EnumSource
  void namespaceRefusesPodsWithMoreRights(Rendering rendering) {
    assertThat(rendering.of("Namespace"))
        .isNotEmpty()
        .allMatch(
            namespace ->
                "restricted".equals(namespace.labels().get("pod-security.kubernetes.io/enforce")));
  }

  @ParameterizedTest
  @EnumSource
  void imageHasATagThatStays(Rendering rendering) {
    assertThat(images(rendering))
        .allMatch(image -> image.matches("[a-z0-9./-]+:[a-z0-9][a-z0-9.-]+"));
    assertThat(images(rendering)).noneMatch(image -> image.endsWith(":latest"));
    // A server's tag names the patch release.
    assertThat(images(rendering).filter(image -> !image.matches("(.+/)?leadgate:.+")))
        .allMatch(image -> image.matches(".+:\\d+\\.\\d+.*-[a-z]+"));
  }

  @Test
  void overlaysSayWhichImageOfTheGateway() {
    assertThat(images(Rendering.DEV)).contains("leadgate:dev");
    for (Rendering overlay : List.of(Rendering.DEV, Rendering.PROD)) {
      assertThat(images(overlay)).noneMatch(image -> image.endsWith(":set-by-overlay"));
      assertThat(overlay.gateway().containers())
          .allMatch(container -> container.path("imagePullPolicy").asText().equals("IfNotPresent"));
    }
  }

  private static Stream<String> images(Rendering rendering) {
    return Stream.concat(
            rendering.pods().stream()
                .flatMap(Pod::containers)
                .map(container -> container.path("image")),
            rendering.of("Cluster").stream().map(cluster -> cluster.at("spec.imageName")))
        .map(JsonNode::asText);
  }

  private static boolean falseOf(JsonNode object, String member) {
    return object.has(member) && !object.path(member).asBoolean(true);
  }
}
