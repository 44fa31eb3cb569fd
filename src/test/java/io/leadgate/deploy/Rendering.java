package io.leadgate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Renders what a user applies, and finds objects and pods in it. */
enum Rendering {
  DEV,
  PROD,
  /** The base with the ServiceMonitor, as an overlay would take both. */
  BASE_WITH_SERVICE_MONITOR;

  private static final Map<Rendering, List<Manifest>> READ = new ConcurrentHashMap<>();

  /** The pod that an object of Kubernetes describes: its labels and its spec. */
  record Pod(Manifest owner, Map<String, String> labels, JsonNode spec) {

    /** The containers that run after each other and beside each other. */
    Stream<JsonNode> containers() {
      return Stream.concat(
          Manifest.each(spec.path("initContainers")), Manifest.each(spec.path("containers")));
    }

    JsonNode container(String name) {
      return containers()
          .filter(container -> container.path("name").asText().equals(name))
          .findFirst()
          .orElseThrow();
    }

    /** The container's port of a name. */
    int port(String name) {
      return containers()
          .flatMap(container -> Manifest.each(container.path("ports")))
          .filter(port -> port.path("name").asText().equals(name))
          .mapToInt(port -> port.path("containerPort").asInt())
          .findFirst()
          .orElse(-1);
    }

    @Override
    public String toString() {
      return "pod of " + owner;
    }
  }

  /** All objects, each checked by {@link ManifestReader}. */
  List<Manifest> manifests() {
    return READ.computeIfAbsent(this, Rendering::read);
  }

  private List<Manifest> read() {
    try {
      return ManifestReader.read(Kustomize.render(folder()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder() {
    return switch (this) {
      case DEV -> Path.of("k8s/overlays/dev");
      case PROD -> Path.of("k8s/overlays/prod");
      case BASE_WITH_SERVICE_MONITOR -> Composed.FOLDER;
    };
  }

  List<Manifest> of(String kind) {
    return manifests().stream().filter(manifest -> manifest.kind().equals(kind)).toList();
  }

  Manifest one(String kind, String name) {
    return of(kind).stream()
        .filter(manifest -> manifest.nameWithoutHash().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<Pod> pods() {
    return manifests().stream()
        .filter(manifest -> manifest.tree().at("/spec/template/spec/containers").isArray())
        .map(
            manifest ->
                new Pod(
                    manifest,
                    Manifest.texts(manifest.at("spec.template.metadata.labels")),
                    manifest.at("spec.template.spec")))
        .toList();
  }

  /** The pods that have all labels of a selector. */
  List<Pod> pods(JsonNode labels) {
    return pods().stream()
        .filter(pod -> pod.labels().entrySet().containsAll(Manifest.texts(labels).entrySet()))
        .toList();
  }

  Pod gateway() {
    return pods().stream()
        .filter(pod -> pod.owner().toString().equals("Deployment leadgate"))
        .findFirst()
        .orElseThrow();
  }

  /** Makes the folder of a kustomization once for a JVM, because kustomize reads only folders. */
  private static final class Composed {
    static final Path FOLDER = write();

    private static Path write() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "kustomize");
        Files.writeString(
            folder.resolve("kustomization.yaml"),
            """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: leadgate
            resources: [../../k8s/base]
            components: [../../k8s/components/servicemonitor]
            """);
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
