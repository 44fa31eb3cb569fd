package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Starts gateways that cannot start: each says the reason in one line, without a secret, and exits
 * with status 2 if its settings are wrong, and otherwise with 1.
 */
@Tag("faults")
class StartSpec {

  private static final int FAILED = 1;
  private static final int WRONG_SETTINGS = 2;
  private static final Duration END_MAX = Duration.ofMinutes(1);
  private static final Pattern LOG_LINE = Pattern.compile("\\{.*\"level\":\"(INFO|WARN)\".*}");
  private static final String SHORT_KEY = "31-bytes-are-one-too-few-for-it";
  private static final String PASSWORD = "hush-postgres";

  private static final OwnPostgres POSTGRES = OwnPostgres.empty();
  private static final String URI_WITH_PASSWORD = POSTGRES.uriWithPassword("guarded", PASSWORD);

  @AfterAll
  static void closePostgres() {
    POSTGRES.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LEADGATE_POSTGRES_URI | '' | postgres.uri LEADGATE_POSTGRES_URI",
        "LEADGATE_POSTGRES_URI | mysql://u:hush-postgres@h/d | postgres.uri",
        "LEADGATE_POSTGRES_URI | postgresql://u:hush-postgres@ h/d | postgres.uri",
        "LEADGATE_REDIS_URI | '' | redis.uri LEADGATE_REDIS_URI",
        "LEADGATE_TOKEN_SIGNING_KEYS | '' | token.signing_keys LEADGATE_TOKEN_SIGNING_KEYS",
        "LEADGATE_TOKEN_SIGNING_KEYS | " + SHORT_KEY + " | token.signing_keys 31 32",
        "LEADGATE_FOO | x | LEADGATE_FOO",
        "LEADGATE_HTTP_PORT | abc | http.port LEADGATE_HTTP_PORT",
        "LEADGATE_HTTP_PORT | 65536 | http.port 65535",
        "LEADGATE_STORAGE_WAIT | 10 | storage.wait LEADGATE_STORAGE_WAIT",
        "LEADGATE_STORAGE_WAIT | 6m | storage.wait 5m",
        "LEADGATE_LIMITS_BUDGET_BYTES | 1000000000000 | limits.budget_bytes http.connections_max -Xmx",
        "LEADGATE_LIMITS_CATALOG_BYTES | 1000000000000 | limits.catalog_bytes limits.budget_bytes -Xmx",
        "LEADGATE_LIMITS_ARRAY_BYTES | 16777216 | limits.array_bytes limits.budget_bytes",
        "LEADGATE_ADMIN_PASSWORD | '' | admin.username admin.password",
        "LEADGATE_CONFIG | /nowhere/at-all.yaml | /nowhere/at-all.yaml",
        "LEADGATE_CONFIG | / | /",
      })
  void refusedStartNamesTheBadSetting(String variable, String value, String named) {
    String output = refusedOutput(Map.of(variable, value));

    assertThat(output.lines()).hasSize(1);
    assertThat(output).startsWith("leadgate cannot start: ").contains(named.split(" "));
  }

  @Test
  void refusedStartNamesTheMissingSetting() {
    for (String variable :
        List.of("LEADGATE_POSTGRES_URI", "LEADGATE_REDIS_URI", "LEADGATE_TOKEN_SIGNING_KEYS")) {
      Map<String, String> environment = POSTGRES.environment(Map.of());
      environment.remove(variable);

      assertThat(outputOf(environment, WRONG_SETTINGS).lines())
          .singleElement()
          .asString()
          .contains(variable);
    }
  }

  @Test
  void refusedStartNamesTheUnknownKeyOfTheFile(@TempDir Path directory) throws IOException {
    assertThat(refusedOutput(file(directory, "http:\n  prot: 8080\n")).lines())
        .singleElement()
        .asString()
        .contains("http.prot");
    assertThat(
            refusedOutput(file(directory, "token:\n  signing_keys: [" + SHORT_KEY + "\n")).lines())
        .singleElement()
        .asString()
        .contains("leadgate.yaml");
  }

  private static Map<String, String> file(Path directory, String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("leadgate.yaml"), yaml);
    return Map.of("LEADGATE_CONFIG", file.toString());
  }

  @ParameterizedTest
  @CsvSource({"LEADGATE_HTTP_PORT, http.port", "LEADGATE_MANAGEMENT_PORT, management.port"})
  void refusedStartNamesThePortInUse(String variable, String key) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(refusal(Map.of(variable, Integer.toString(taken.getLocalPort()))))
          .contains(key, "in use");
    }
  }

  @Test
  void migrationsDuringARefusedStartAddNoLine() throws IOException, SQLException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Connection other = POSTGRES.database().connect();
        Statement statement = other.createStatement()) {
      Map<String, String> port =
          Map.of("LEADGATE_HTTP_PORT", Integer.toString(taken.getLocalPort()));
      assertThat(refusal(port)).as("the start that makes the tables").contains("in use");

      other.setAutoCommit(false);
      statement.execute("LOCK TABLE quarantine_rows IN ACCESS EXCLUSIVE MODE");
      assertThat(refusal(port)).contains("in use");
    }
  }

  @Test
  void startWithoutAdminUsersNamesTheSettingsForOne() {
    Map<String, String> environment = POSTGRES.environment(Map.of());
    environment.keySet().removeIf(name -> name.startsWith("LEADGATE_ADMIN_"));
    environment.put("LEADGATE_POSTGRES_URI", POSTGRES.server().uri("template1"));

    assertThat(refusalIn(outputOf(environment, FAILED)))
        .contains("LEADGATE_ADMIN_USERNAME", "LEADGATE_ADMIN_PASSWORD");
  }

  @Test
  void wrongPasswordOrDatabaseEndsTheStart() {
    assertThat(refusal(Map.of("LEADGATE_POSTGRES_URI", wrong(PASSWORD, "hush-wrong"))))
        .contains("password");
    assertThat(refusal(Map.of("LEADGATE_POSTGRES_URI", wrong("leadgate_own", "not_there"))))
        .contains("not_there");
  }

  private static String wrong(String part, String other) {
    return URI_WITH_PASSWORD.replace(part, other);
  }

  @Test
  void environmentOverridesTheFileAndKubernetesVariablesAreIgnored(@TempDir Path directory)
      throws IOException {
    Map<String, String> environment =
        POSTGRES.environment(
            file(directory, "storage:\n  wait: 1s\nmanagement:\n  host: 203.0.113.1\n"));
    environment.put("LEADGATE_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("LEADGATE_POSTGRES_URI", URI_WITH_PASSWORD);
    environment.put("LEADGATE_REDIS_URI", "redis://:hush-redis@127.0.0.1:1");
    Stream.of(
            "SERVICE_HOST=10.0.0.1",
            "SERVICE_PORT=8080",
            "SERVICE_PORT_HTTP=8080",
            "PORT=tcp://10.0.0.1:8080",
            "PORT_8080_TCP=tcp://10.0.0.1:8080",
            "PORT_8080_TCP_PROTO=tcp",
            "PORT_8080_TCP_PORT=8080",
            "PORT_8080_TCP_ADDR=10.0.0.1")
        .map(pair -> pair.split("="))
        .forEach(pair -> environment.put("LEADGATE_" + pair[0], pair[1]));
    try (GatewayProcess gateway = GatewayProcess.start(environment)) {
      assertThat(gateway.management().get("/health/ready").status()).isEqualTo(200);
      assertNothingSecret(gateway.output());
    }
  }

  /** The line that says why the start is refused. All other output has to be log lines. */
  private static String refusal(Map<String, String> changes) {
    return refusalIn(output(changes));
  }

  private static String refusalIn(String output) {
    List<String> lines = output.lines().filter(line -> !LOG_LINE.matcher(line).matches()).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).startsWith("leadgate cannot start: ");
    return lines.getFirst();
  }

  private static String refusedOutput(Map<String, String> changes) {
    return outputOf(POSTGRES.environment(changes), WRONG_SETTINGS);
  }

  private static String output(Map<String, String> changes) {
    return outputOf(POSTGRES.environment(changes), FAILED);
  }

  /** The whole output of a start, which has to end with that status. */
  private static String outputOf(Map<String, String> environment, int status) {
    try (GatewayProcess gateway = GatewayProcess.launch(environment)) {
      assertThat(gateway.exitStatus(END_MAX)).isEqualTo(status);
      assertNothingSecret(gateway.output());
      return gateway.output();
    }
  }

  private static void assertNothingSecret(String output) {
    assertThat(output)
        .doesNotContain(
            RunningGateway.SIGNING_KEY, RunningGateway.ADMIN_PASSWORD, SHORT_KEY, "hush-");
  }
}
