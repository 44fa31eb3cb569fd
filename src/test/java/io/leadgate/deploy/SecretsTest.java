package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the secrets that pods want with the secrets that are made, and finds none in git. */
class SecretsTest {

  private static final String OURS = "leadgate";
  private static final Pattern MADE = Pattern.compile("create secret generic (\\S+)(.*)");
  private static final Pattern KEY = Pattern.compile("--from-literal=([a-z.-]+)=");

  @Test
  void onlyDevelopmentHasSecretsInGit() {
    assertThat(Rendering.PROD.of("Secret")).isEmpty();
    assertThat(Rendering.BASE_WITH_SERVICE_MONITOR.of("Secret")).isEmpty();
    assertThat(Rendering.DEV.of("Secret")).isNotEmpty();
  }

  @Test
  void developmentMakesTheSecretsThatItsPodsWant() {
    Map<String, Set<String>> made = new TreeMap<>();
    for (Manifest secret : Rendering.DEV.of("Secret")) {
      made.put(secret.name(), Manifest.texts(secret.at("data")).keySet());
    }

    assertThat(made).isEqualTo(wanted(Rendering.DEV));
  }

  @Test
  void baseWantsTheSecretOfTheGatewayAlone() {
    assertThat(wanted(Rendering.BASE_WITH_SERVICE_MONITOR))
        .isEqualTo(
            Map.of(
                OURS,
                Rendering.DEV.of("Secret").stream()
                    .filter(secret -> secret.nameWithoutHash().equals(OURS))
                    .map(secret -> Manifest.texts(secret.at("data")).keySet())
                    .findFirst()
                    .orElseThrow()));
  }

  @Test
  void theOperatorOrTheReadmeMakesTheSecretsOfProduction() throws IOException {
    Map<String, Set<String>> wanted = wanted(Rendering.PROD);
    for (Manifest cluster : Rendering.PROD.of("Cluster")) {
      // The secret that CloudNativePG makes for the owner of the database.
      assertThat(wanted.remove(cluster.name() + "-app")).containsExactly("uri");
    }

    Map<String, Set<String>> made = new TreeMap<>();
    MADE.matcher(Files.readString(Path.of("k8s/README.md")).replace("\\\n", ""))
        .results()
        .forEach(
            secret ->
                KEY.matcher(secret.group(2))
                    .results()
                    .forEach(key -> add(made, secret.group(1), key.group(1))));
    assertThat(made).isEqualTo(wanted);
  }

  @ParameterizedTest
  @EnumSource
  void keyIsNamedAfterItsSetting(Rendering rendering) {
    for (JsonNode variable : rendering.gateway().container("leadgate").path("env")) {
      JsonNode reference = variable.at("/valueFrom/secretKeyRef");
      assertThat(reference.isObject()).isTrue();
      if (Manifest.withoutHash(reference.path("name").asText()).equals(OURS)) {
        assertThat("LEADGATE_" + reference.path("key").asText().replace('-', '_'))
            .isEqualToIgnoringCase(variable.path("name").asText().toLowerCase(Locale.ROOT));
      }
    }
  }

  /** The keys that pods want, by the names of the secrets. */
  private static Map<String, Set<String>> wanted(Rendering rendering) {
    Map<String, Set<String>> wanted = new TreeMap<>();
    for (Rendering.Pod pod : rendering.pods()) {
      for (JsonNode container : pod.containers().toList()) {
        for (JsonNode variable : container.path("env")) {
          JsonNode reference = variable.at("/valueFrom/secretKeyRef");
          if (reference.isObject()) {
            add(wanted, reference.path("name").asText(), reference.path("key").asText());
          }
        }
        for (JsonNode volume : pod.spec().path("volumes")) {
          if (volume.has("secret")) {
            filesOf(volume.path("name").asText(), container)
                .forEach(key -> add(wanted, volume.at("/secret/secretName").asText(), key));
          }
        }
      }
    }
    return wanted;
  }

  /** The files of a mounted volume that the arguments of a container name. */
  private static Stream<String> filesOf(String volume, JsonNode container) {
    return Manifest.each(container.path("volumeMounts"))
        .filter(mount -> mount.path("name").asText().equals(volume))
        .map(mount -> mount.path("mountPath").asText() + "/")
        .flatMap(
            folder ->
                Manifest.each(container.path("args"))
                    .map(JsonNode::asText)
                    .filter(argument -> argument.startsWith(folder))
                    .map(argument -> argument.substring(folder.length())));
  }

  private static void add(Map<String, Set<String>> keys, String secret, String key) {
    keys.computeIfAbsent(secret, name -> new TreeSet<>()).add(key);
  }
}
