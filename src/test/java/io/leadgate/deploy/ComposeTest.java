package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks {@code config/compose.yaml} and the files beside it. */
class ComposeTest {

  /** The JVM of a health check, which takes 80 MB. */
  private static final long HEALTH_CHECK = 100 * ProjectFiles.MIB;

  private static final String COMPOSE = "config/compose.yaml";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)([^}]*)}");

  private final JsonNode compose;
  private final Map<String, JsonNode> services;
  private final JsonNode gateway;

  ComposeTest() throws IOException {
    compose = ProjectFiles.yaml(COMPOSE);
    services =
        compose.get("services").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    gateway = compose.at("/services/gateway");
  }

  @Test
  void servicesAreThoseThatAGatewayNeeds() {
    assertThat(services.keySet())
        .containsExactlyInAnyOrder("gateway", "postgres", "redis", "prometheus", "grafana");
  }

  @Test
  void eachImageIsPinned() throws IOException {
    assertThat(services.values())
        .allMatch(service -> ProjectFiles.isPinned(service.path("image").asText()));
    assertThat(gateway.path("image").asText()).isEqualTo("leadgate:" + ProjectFiles.version());
  }

  @Test
  void eachSecretIsMadeByTheScriptThatItsMessageNames(@TempDir Path folder) throws Exception {
    Set<String> named = new TreeSet<>();
    Matcher variables = VARIABLE.matcher(ProjectFiles.text(COMPOSE));
    while (variables.find()) {
      named.add(variables.group(1));
      assertThat(variables.group(2)).startsWith(":?config/make-env.sh ");
    }
    assertThat(made(folder).keySet()).isEqualTo(named);
  }

  @Test
  void secretsAreNotMadeAgain(@TempDir Path folder) throws Exception {
    Map<String, String> first = made(folder);
    assertThat(makeEnv(folder)).isEqualTo(1);
    assertThat(read(folder)).isEqualTo(first);
    assertThat(made(Files.createDirectory(folder.resolve("other"))).values())
        .doesNotContainAnyElementsOf(first.values());
  }

  @Test
  void environmentIsSettingsThatTheGatewayTakes(@TempDir Path folder) throws Exception {
    Map<String, String> secrets = made(folder);
    Map<String, String> environment = new TreeMap<>();
    gateway
        .get("environment")
        .properties()
        .forEach(
            setting ->
                environment.put(
                    setting.getKey(),
                    VARIABLE
                        .matcher(setting.getValue().asText())
                        .replaceAll(match -> secrets.get(match.group(1)))));
    assertThat(environment.keySet()).allMatch(name -> name.startsWith("LEADGATE_"));
    assertThatCode(() -> SettingsLoader.load(environment)).doesNotThrowAnyException();
    URI database = URI.create(environment.get("LEADGATE_POSTGRES_URI"));
    JsonNode postgres = compose.at("/services/" + database.getHost() + "/environment");
    assertThat(database.getUserInfo())
        .isEqualTo(
            postgres.path("POSTGRES_USER").asText() + ":" + secrets.get("POSTGRES_PASSWORD"));
    assertThat(database.getPath()).isEqualTo("/" + postgres.path("POSTGRES_DB").asText());
    assertThat(services).containsKey(URI.create(environment.get("LEADGATE_REDIS_URI")).getHost());
  }

  @Test
  void serviceWaitsForServersThatSayWhetherTheyAreHealthy() throws IOException {
    assertThat(gateway.path("depends_on").properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("postgres", "redis");
    for (JsonNode service : services.values()) {
      service
          .path("depends_on")
          .properties()
          .forEach(
              needed -> {
                assertThat(needed.getValue().path("condition").asText())
                    .isEqualTo("service_healthy");
                assertThat(compose.at("/services/" + needed.getKey() + "/healthcheck/test"))
                    .isNotEmpty();
              });
    }
    // The gateway has its check from the image.
    assertThat(Dockerfile.read().stage(Dockerfile.LAST).texts("HEALTHCHECK")).hasSize(1);
  }

  @Test
  void eachMountIsAFileOrADeclaredVolume() {
    for (JsonNode service : services.values()) {
      assertThat(texts(service.path("volumes")))
          .allSatisfy(
              mount -> {
                String source = mount.split(":", 2)[0];
                if (source.startsWith("./")) {
                  assertThat(Path.of("config").resolve(source)).isRegularFile();
                  assertThat(mount).endsWith(":ro");
                } else {
                  assertThat(compose.path("volumes").has(source)).as(source).isTrue();
                }
              });
    }
    for (String keeper : Set.of("postgres", "redis", "prometheus", "grafana")) {
      assertThat(texts(compose.at("/services/" + keeper + "/volumes")))
          .anyMatch(mount -> mount.startsWith(keeper + ":/"));
    }
  }

  @Test
  void publicPortAloneIsOpenToOtherMachines() throws IOException {
    assertThat(services.values().stream().flatMap(service -> texts(service.path("ports"))))
        .filteredOn(port -> !port.startsWith("127.0.0.1:"))
        .containsExactly("8080:8080");
    String[] exposed = Dockerfile.read().stage(Dockerfile.LAST).text("EXPOSE").split(" ");
    assertThat(texts(gateway.path("ports")).map(port -> port.substring(port.lastIndexOf(':') + 1)))
        .containsExactly(exposed);
  }

  @Test
  void serversOfDataAreInANetworkWithoutAWayOut() {
    assertThat(compose.at("/networks/data/internal").asBoolean()).isTrue();
    for (String server : Set.of("postgres", "redis")) {
      assertThat(texts(compose.at("/services/" + server + "/networks"))).containsExactly("data");
    }
  }

  @Test
  void gatewayIsConfined() {
    assertThat(gateway.path("read_only").asBoolean()).isTrue();
    assertThat(texts(gateway.path("cap_drop"))).containsExactly("ALL");
    assertThat(texts(gateway.path("security_opt"))).containsExactly("no-new-privileges:true");
    assertThat(texts(gateway.path("tmpfs"))).allMatch(mount -> mount.startsWith("/tmp:size="));
  }

  @Test
  void memoryLimitFitsTheOptionsOfTheJvm() throws IOException {
    String limit = gateway.path("mem_limit").asText();
    assertThat(limit).matches("\\d+m");
    long mebibytes = Long.parseLong(limit.substring(0, limit.length() - 1));
    assertThat(ProjectFiles.fits(mebibytes * ProjectFiles.MIB, HEALTH_CHECK)).isTrue();
  }

  @Test
  void stopMayTakeAsLongAsTheDrain() {
    String grace = gateway.path("stop_grace_period").asText();
    assertThat(grace).matches("\\d+s");
    assertThat(Integer.parseInt(grace.substring(0, grace.length() - 1))).isGreaterThan(10);
  }

  @Test
  void prometheusReadsTheGatewayAndGrafanaReadsPrometheus() throws IOException {
    JsonNode scrapes = ProjectFiles.yaml("config/prometheus.yaml").get("scrape_configs");
    assertThat(texts(scrapes.findValue("targets"))).containsExactly("gateway:9090");
    JsonNode sources = ProjectFiles.yaml("config/grafana/datasources.yaml").get("datasources");
    assertThat(sources.findValuesAsText("url")).containsExactly("http://prometheus:9090");
    for (String reader : Set.of("gateway", "prometheus", "grafana")) {
      assertThat(texts(compose.at("/services/" + reader + "/networks"))).contains("monitoring");
    }
  }

  private static Stream<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText);
  }

  private static Map<String, String> made(Path folder) throws Exception {
    assertThat(makeEnv(folder)).isZero();
    return read(folder);
  }

  private static int makeEnv(Path folder) throws Exception {
    return new ProcessBuilder("config/make-env.sh", folder.resolve("env").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static Map<String, String> read(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("env")).stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }
}
