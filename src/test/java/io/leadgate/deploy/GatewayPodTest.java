package io.leadgate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.leadgate.config.GivenSettings;
import io.leadgate.config.Settings;
import io.leadgate.config.SettingsLoader;
import io.leadgate.deploy.Rendering.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the gateway's pod with the program, its settings and its image. */
class GatewayPodTest {

  /** The variable that the launcher of Java itself reads. */
  private static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

  private static final String USER = "65532:65532";
  private static final Path COMMANDS = Path.of("src/main/java/io/leadgate/cli");

  @ParameterizedTest
  @EnumSource
  void eachVariableIsASetting(Rendering rendering) throws IOException {
    Set<String> names = new TreeSet<>();
    JsonNode settings = new YAMLMapper().readTree(Path.of("config/leadgate.yaml").toFile());
    settings
        .properties()
        .forEach(
            group ->
                group
                    .getValue()
                    .fieldNames()
                    .forEachRemaining(
                        key ->
                            names.add(
                                ("LEADGATE_" + group.getKey() + "_" + key)
                                    .toUpperCase(Locale.ROOT))));
    names.add(JVM_OPTIONS);

    for (String container : List.of("leadgate", "migrate")) {
      assertThat(PodEnvironment.of(rendering, container)).hasSizeGreaterThan(3);
      assertThat(names).containsAll(PodEnvironment.of(rendering, container).keySet());
    }
  }

  @ParameterizedTest
  @EnumSource
  void settingsAreAcceptedAndPortsAreTheirs(Rendering rendering) throws IOException {
    Settings settings = SettingsLoader.load(PodEnvironment.of(rendering, "leadgate"));

    assertThat(rendering.gateway().port("http")).isEqualTo(settings.http().port());
    assertThat(rendering.gateway().port("management")).isEqualTo(settings.management().port());
    for (String host : List.of(settings.http().host(), settings.management().host())) {
      assertThat(InetAddress.getByName(host).isAnyLocalAddress()).as(host).isTrue();
    }
    assertThat(settings.storage().migrate()).isFalse();
    assertThat(settings.admin().username()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void migrationHasTheDatabaseOfTheGatewayAndNoOtherSecret(Rendering rendering) {
    Settings.Postgres postgres =
        GivenSettings.read(PodEnvironment.of(rendering, "migrate")).postgres();

    assertThat(postgres)
        .isEqualTo(SettingsLoader.load(PodEnvironment.of(rendering, "leadgate")).postgres());
    assertThat(Manifest.each(rendering.gateway().container("migrate").path("env"))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void argumentsAreCommandsOfTheJar(Rendering rendering) throws IOException {
    Set<String> commands = new TreeSet<>();
    try (Stream<Path> files = Files.list(COMMANDS)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Command.java")).toList()) {
        commands.add(first("name = \"([a-z-]+)\"", file));
      }
    }

    assertThat(rendering.gateway().containers())
        .extracting(container -> container.path("args").get(0).asText())
        .containsExactly("migrate", "run")
        .isSubsetOf(commands);
    assertThat(rendering.gateway().containers())
        .allMatch(container -> container.path("args").size() == 1 && !container.has("command"));
  }

  @ParameterizedTest
  @EnumSource
  void probesAskForPagesOfTheManagementListener(Rendering rendering) throws IOException {
    JsonNode container = rendering.gateway().container("leadgate");
    JsonNode paths =
        new YAMLMapper()
            .readTree(Path.of("src/main/resources/openapi/management.yaml").toFile())
            .path("paths");

    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      JsonNode ask = container.path(probe).path("httpGet");
      assertThat(paths.has(ask.path("path").asText())).as(probe).isTrue();
      assertThat(ask.path("port").asText()).as(probe).isEqualTo("management");
    }
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
  }

  @ParameterizedTest
  @EnumSource
  void userIsTheUserOfTheImage(Rendering rendering) throws IOException {
    JsonNode security = rendering.gateway().spec().path("securityContext");
    String user = security.path("runAsUser").asInt() + ":" + security.path("runAsGroup").asInt();
    assertThat(user).isEqualTo(USER);
    assertThat(last("(?m)^USER (\\S+)$", Path.of("Dockerfile"))).isEqualTo(user);
  }

  @ParameterizedTest
  @EnumSource
  void graceLeavesTimeForTheDrain(Rendering rendering) throws IOException {
    Pod gateway = rendering.gateway();
    int preStop = gateway.container("leadgate").at("/lifecycle/preStop/sleep/seconds").asInt();
    int drain =
        Integer.parseInt(
            first(
                "STOP_MAX = Duration\\.ofSeconds\\((\\d+)\\)",
                COMMANDS.resolve("RunCommand.java")));

    assertThat(preStop).isGreaterThanOrEqualTo(5);
    assertThat(gateway.spec().path("terminationGracePeriodSeconds").asInt())
        .isGreaterThan(preStop + drain);
  }

  @ParameterizedTest
  @EnumSource
  void bothContainersAreOfOneImageAndOfOneMap(Rendering rendering) {
    for (String same : List.of("image", "imagePullPolicy", "envFrom", "securityContext")) {
      assertThat(rendering.gateway().containers().map(container -> container.path(same)))
          .as(same)
          .hasSize(2)
          .doesNotContain(MissingNode.getInstance())
          .allMatch(rendering.gateway().container("migrate").path(same)::equals);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rolloutNeverTakesAPodAwayFirst(Rendering rendering) {
    JsonNode update = rendering.gateway().owner().at("spec.strategy.rollingUpdate");

    assertThat(update.path("maxUnavailable").asText()).isEqualTo("0");
    assertThat(update.path("maxSurge").asInt()).isPositive();
  }

  private static String first(String pattern, Path file) throws IOException {
    return found(pattern, file).getFirst();
  }

  private static String last(String pattern, Path file) throws IOException {
    return found(pattern, file).getLast();
  }

  private static List<String> found(String pattern, Path file) throws IOException {
    List<String> found =
        Pattern.compile(pattern)
            .matcher(Files.readString(file))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertThat(found).as("%s in %s", pattern, file).isNotEmpty();
    return found;
  }
}
