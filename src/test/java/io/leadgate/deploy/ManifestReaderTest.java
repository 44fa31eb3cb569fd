package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads each file of k8s/ strictly, and damages some to see the reader refuse them. */
class ManifestReaderTest {

  private static final Path FOLDER = Path.of("k8s");

  static List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(FOLDER)) {
      return found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachFileHasOnlyMembersOfItsKinds(Path file) throws IOException {
    assertThat(ManifestReader.read(Files.readString(file))).isNotEmpty();
  }

  @Test
  void filesAreFound() throws IOException {
    assertThat(files()).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @CsvSource({
    "base/deployment.yaml, readOnlyRootFilesystem: true, readOnlyRootFileSystem: true",
    "base/deployment.yaml, port: management, portname: management",
    "base/deployment.yaml, maxSurge:, maxSurplus:",
    "base/deployment.yaml, sizeLimit:, limit:",
    "base/deployment.yaml, drop:, drops:",
    "base/deployment.yaml, metadata:, meta:",
    "base/hpa.yaml, averageUtilization:, averageUtilisation:",
    "base/hpa.yaml, periodSeconds: 60, period: 60",
    "base/networkpolicy.yaml, namespaceSelector:, nameSpaceSelector:",
    "base/pdb.yaml, maxUnavailable:, maxMissing:",
    "base/service.yaml, targetPort:, target:",
    "base/serviceaccount.yaml, automountServiceAccountToken:, automountToken:",
    "base/kustomization.yaml, literals:, literal:",
    "components/servicemonitor/kustomization.yaml, resources:, resource:",
    "components/servicemonitor/servicemonitor.yaml, interval:, intervall:",
    "overlays/dev/postgres.yaml, accessModes:, accessMode:",
    "overlays/prod/redis.yaml, secretName:, name:",
    "overlays/prod/postgres.yaml, dataDurability:, durability:",
    "overlays/prod/postgres.yaml, inRoles:, roles:"
  })
  void misspeltMembersAreRefusedAtAnyDepth(String file, String right, String wrong)
      throws IOException {
    refusesWith(file, right, wrong, wrong.substring(0, wrong.indexOf(':')));
  }

  @ParameterizedTest
  @CsvSource({
    "base/deployment.yaml, containerPort: 8080, containerPort: \"8080\"",
    "base/deployment.yaml, readOnlyRootFilesystem: true, readOnlyRootFilesystem: \"true\"",
    "overlays/dev/postgres.yaml, value: leadgate, value: 18",
    "overlays/prod/redis.yaml, '- \"yes\"', - true",
    "base/hpa.yaml, minReplicas: 2, 'minReplicas: 2\n  minReplicas: 3'",
    "base/hpa.yaml, autoscaling/v2, autoscaling/v1beta1"
  })
  void valuesOfAnotherTypeAreRefused(String file, String right, String wrong) throws IOException {
    refusesWith(file, right, wrong, "");
  }

  private static void refusesWith(String file, String right, String wrong, String inMessage)
      throws IOException {
    String text = Files.readString(FOLDER.resolve(file));
    assertThat(text).contains(right);

    assertThatThrownBy(() -> ManifestReader.read(text.replace(right, wrong)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(inMessage);
  }
}
