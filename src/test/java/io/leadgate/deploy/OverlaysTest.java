package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.leadgate.config.Settings;
import io.leadgate.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Looks at what the overlays add to the base, and at the component. */
class OverlaysTest {

  /**
   * The catalogue, looks for earlier leads, strangers, duplicates, the sweep of keys, the upkeep of
   * hashes, and two that are being replaced.
   */
  private static final int CONNECTIONS_BESIDE = 8;

  /** Connections that Postgres keeps for superusers, and those of the operator. */
  private static final int CONNECTIONS_OF_OTHERS = 20;

  @Test
  void developmentRunsOneGatewayBesideItsOwnServers() {
    assertThat(Rendering.DEV.gateway().owner().at("spec.replicas").asInt()).isEqualTo(1);
    assertThat(Rendering.DEV.of("HorizontalPodAutoscaler")).isEmpty();
    assertThat(Rendering.DEV.of("PodDisruptionBudget")).isEmpty();
    Settings settings = SettingsLoader.load(PodEnvironment.of(Rendering.DEV, "leadgate"));
    for (URI uri :
        List.of(
            URI.create(settings.postgres().uri().value()),
            URI.create(settings.redis().uri().value()))) {
      assertThat(Rendering.DEV.one("Service", uri.getHost()).at("spec.ports.0.port").asInt())
          .isEqualTo(uri.getPort());
    }
  }

  @Test
  void baseKeepsTwoGateways() {
    assertThat(
            Rendering.BASE_WITH_SERVICE_MONITOR
                .one("HorizontalPodAutoscaler", "leadgate")
                .at("spec.minReplicas")
                .asInt())
        .isEqualTo(2);
  }

  @Test
  void productionCommitsOnTwoServers() {
    Manifest cluster = Rendering.PROD.of("Cluster").getFirst();

    assertThat(cluster.at("spec.instances").asInt()).isEqualTo(3);
    JsonNode synchronous = cluster.at("spec.postgresql.synchronous");
    assertThat(synchronous.path("method").asText()).isEqualTo("any");
    assertThat(synchronous.path("number").asInt()).isEqualTo(1);
    assertThat(synchronous.path("dataDurability").asText()).isEqualTo("required");
    assertThat(synchronous.path("failoverQuorum").asBoolean()).isTrue();
    assertThat(
            SettingsLoader.load(PodEnvironment.of(Rendering.PROD, "leadgate"))
                .postgres()
                .requireSyncStandby())
        .isTrue();
  }

  @Test
  void productionLetsTheOwnerOfTheDatabaseSeeTheStandbys() {
    Manifest cluster = Rendering.PROD.of("Cluster").getFirst();
    JsonNode role = cluster.at("spec.managed.roles.0");

    assertThat(role.path("name").asText())
        .isNotEmpty()
        .isEqualTo(cluster.at("spec.bootstrap.initdb.owner").asText());
    assertThat(role.path("login").asBoolean()).isTrue();
    assertThat(role.path("inRoles").path(0).asText()).isEqualTo("pg_read_all_stats");
  }

  @Test
  void productionHasAConnectionForEachGatewayOfARollout() throws IOException {
    JsonNode settings = new YAMLMapper().readTree(Path.of("config/leadgate.yaml").toFile());
    int each =
        CONNECTIONS_BESIDE
            + settings.path("postgres").properties().stream()
                .filter(setting -> setting.getKey().endsWith("_connections"))
                .mapToInt(setting -> setting.getValue().asInt())
                .sum();
    int gateways =
        Rendering.PROD.one("HorizontalPodAutoscaler", "leadgate").at("spec.maxReplicas").asInt()
            + Rendering.PROD.gateway().owner().at("spec.strategy.rollingUpdate.maxSurge").asInt();

    assertThat(each).isGreaterThan(CONNECTIONS_BESIDE);
    assertThat(
            Rendering.PROD
                .of("Cluster")
                .getFirst()
                .at("spec.postgresql.parameters.max_connections")
                .asInt())
        .isGreaterThanOrEqualTo(gateways * each + CONNECTIONS_OF_OTHERS);
  }

  @Test
  void productionSpreadsGatewaysOverZonesAndNodes() {
    assertThat(
            Manifest.each(Rendering.PROD.gateway().spec().path("topologySpreadConstraints"))
                .map(spread -> spread.path("topologyKey").asText()))
        .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
  }

  @Test
  void productionKeepsALogOfRedis() {
    List<String> arguments =
        StreamSupport.stream(
                Rendering.PROD
                    .one("StatefulSet", "leadgate-redis")
                    .at("spec.template.spec.containers.0.args")
                    .spliterator(),
                false)
            .map(JsonNode::asText)
            .toList();

    assertThat(arguments)
        .containsSubsequence("--appendonly", "yes", "--appendfsync", "everysec")
        .containsSubsequence("--maxmemory-policy", "allkeys-lru")
        .containsSubsequence("--dir", "/data");
    assertThat(Rendering.PROD.one("NetworkPolicy", "leadgate-redis").at("spec.ingress.0.from.0"))
        .isNotEmpty();
  }

  @Test
  void serviceMonitorScrapesTheManagementService() throws IOException {
    Rendering rendering = Rendering.BASE_WITH_SERVICE_MONITOR;
    Manifest monitor = rendering.one("ServiceMonitor", "leadgate");
    JsonNode endpoint = monitor.at("spec.endpoints.0");
    List<Manifest> services =
        rendering.of("Service").stream()
            .filter(
                service ->
                    service
                        .labels()
                        .entrySet()
                        .containsAll(
                            Manifest.texts(monitor.at("spec.selector.matchLabels")).entrySet()))
            .toList();

    assertThat(services).extracting(Manifest::name).containsExactly("leadgate-management");
    assertThat(Manifest.each(services.getFirst().at("spec.ports")))
        .extracting(port -> port.path("name").asText())
        .contains(endpoint.path("port").asText());
    assertThat(
            new YAMLMapper()
                .readTree(Path.of("src/main/resources/openapi/management.yaml").toFile())
                .path("paths")
                .has(endpoint.path("path").asText()))
        .isTrue();
  }

  @Test
  void onlyTheComponentNeedsThePrometheusOperator() {
    assertThat(Rendering.DEV.of("ServiceMonitor")).isEmpty();
    assertThat(Rendering.PROD.of("ServiceMonitor")).isEmpty();
  }
}
