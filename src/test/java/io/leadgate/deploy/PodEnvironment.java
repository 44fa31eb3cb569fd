package io.leadgate.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts together the variables that Kubernetes gives a container of the gateway. A secret that the
 * rendering does not have gets the value that its maker would give.
 */
final class PodEnvironment {

  private static final Map<String, String> MADE_ELSEWHERE =
      Map.of(
          "postgres-uri", "postgresql://leadgate:made@postgres.example.com:5432/leadgate",
          "redis-uri", "redis://:made@leadgate-redis:6379",
          "token-signing-keys", "0123456789abcdef0123456789abcdef",
          "admin-username", "admin",
          "admin-password", "made",
          // The form of CloudNativePG's own secret.
          "uri", "postgresql://leadgate:made@leadgate-postgres-rw.leadgate:5432/leadgate");

  private PodEnvironment() {}

  static Map<String, String> of(Rendering rendering, String containerName) {
    JsonNode container = rendering.gateway().container(containerName);
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode from : container.path("envFrom")) {
      Manifest map = byName(rendering, "ConfigMap", from.at("/configMapRef/name")).orElseThrow();
      environment.putAll(Manifest.texts(map.at("data")));
    }
    for (JsonNode variable : container.path("env")) {
      JsonNode reference = variable.at("/valueFrom/secretKeyRef");
      String key = reference.path("key").asText();
      environment.put(
          variable.path("name").asText(),
          byName(rendering, "Secret", reference.path("name"))
              .map(secret -> decoded(secret.at("data").path(key).asText()))
              .orElseGet(() -> MADE_ELSEWHERE.getOrDefault(key, "")));
    }
    return environment;
  }

  private static Optional<Manifest> byName(Rendering rendering, String kind, JsonNode name) {
    return rendering.of(kind).stream()
        .filter(manifest -> manifest.name().equals(name.asText()))
        .findFirst();
  }

  /** kustomize breaks long values into lines. */
  private static String decoded(String value) {
    return new String(Base64.getMimeDecoder().decode(value), UTF_8);
  }
}
