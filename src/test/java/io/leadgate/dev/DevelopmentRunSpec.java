package io.leadgate.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.FaultInjector;
import io.leadgate.support.InjectedFault;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.PostgresUri;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the development run under a parent process that stands for Maven. */
@Tag("faults")
class DevelopmentRunSpec {

  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final List<Process> mavens = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    mavens.forEach(
        maven -> {
          maven.descendants().forEach(ProcessHandle::destroyForcibly);
          maven.destroyForcibly();
        });
  }

  @Test
  void runEndsWithItsParentAndRestartsOnTheSameData() throws Exception {
    Process maven = start(Map.of());
    Await.until("the screen is printed", START_MAX, () -> output().contains("/metrics"));
    Path demoEnv = directory.resolve("target/dev/demo.env");
    String secrets = Files.readString(demoEnv);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(demoEnv)))
        .isEqualTo("rw-------");
    assertThat(value(secrets, "POSTGRES_URI")).matches("'postgresql://.+:[0-9]+/leadgate'");
    assertThat(value(secrets, "REDIS_URI")).matches("'redis://.+:[0-9]+'");
    assertThat(output())
        .contains(
            "Its console is at %s/console/: sign in as %s with the ADMIN_PASSWORD of target/dev/demo.env."
                .formatted(
                    value(secrets, "LEADGATE_MANAGEMENT_URL"), value(secrets, "ADMIN_USERNAME")));
    assertThat(output()).doesNotContain(value(secrets, "CLIENT_SECRET"));
    assertThat(output()).doesNotContain(value(secrets, "ADMIN_PASSWORD"));
    assertThat(processes()).hasSizeGreaterThanOrEqualTo(2);

    maven.destroyForcibly();

    Await.until("its servers have ended", STOP_MAX, () -> processes().isEmpty());

    Process next = start(Map.of());
    Await.until("the screen is printed again", START_MAX, () -> output().contains("/metrics"));
    assertThat(value(Files.readString(demoEnv), "CLIENT_SECRET"))
        .isEqualTo(value(secrets, "CLIENT_SECRET"));

    next.children().forEach(ProcessHandle::destroy);

    assertThat(next.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(next.exitValue()).isZero();
    Await.until("its servers have ended", STOP_MAX, () -> processes().isEmpty());
  }

  @Test
  void runReplacesADatabaseOfBeforeTheFirstRelease() throws Exception {
    String notice =
        "leadgate: The database was of a version before the first release, and is made anew.";
    Process maven = start(Map.of());
    Await.until("the screen is printed", START_MAX, () -> output().contains("/metrics"));
    assertThat(output()).doesNotContain(notice);
    String demoEnv = Files.readString(directory.resolve("target/dev/demo.env"));
    String uri = value(demoEnv, "POSTGRES_URI").replace("'", "");
    try (Connection connection = PostgresUri.parse(uri).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
    }
    maven.destroyForcibly();
    Await.until("its servers have ended", STOP_MAX, () -> processes().isEmpty());

    Process next = start(Map.of());

    Await.until("the screen is printed again", START_MAX, () -> output().contains("/metrics"));
    assertThat(output()).contains(notice);
    next.children().forEach(ProcessHandle::destroy);
    assertThat(next.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void runOutOfMemorySaysSoInOneLineAndEndsItsServers() throws Exception {
    Process maven = start(Map.of());
    Await.until("the screen is printed", START_MAX, () -> output().contains("/metrics"));

    FaultInjector.ask(maven.getOutputStream(), InjectedFault.HANDLER_IS_OUT_OF_MEMORY);

    assertThat(maven.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(maven.exitValue()).isEqualTo(3);
    assertThat(output().lines())
        .endsWith("leadgate ends: out of memory: " + InjectedFault.MESSAGE)
        .filteredOn(line -> line.startsWith("leadgate"))
        .hasSize(1);
    Await.until("its servers have ended", STOP_MAX, () -> processes().isEmpty());
  }

  @Test
  void takenPortIsReportedInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      Process maven = start(Map.of("LEADGATE_HTTP_PORT", port));

      assertThat(maven.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(maven.exitValue()).isEqualTo(1);
      assertThat(output().strip())
          .isEqualTo(
              "leadgate: Port %s is taken: set LEADGATE_HTTP_PORT to another port."
                  .formatted(port));
      assertThat(processes()).isEmpty();
    }
  }

  /** Starts a shell that waits for the run, as Maven does. */
  private Process start(Map<String, String> settings) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "\"$@\"; exit $?",
            "maven",
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            FaultInjector.install(directory)
                + File.pathSeparator
                + System.getProperty("java.class.path"),
            DevelopmentRun.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("LEADGATE_"));
    builder.environment().put("LEADGATE_HTTP_PORT", "0");
    builder.environment().put("LEADGATE_MANAGEMENT_PORT", "0");
    builder.environment().putAll(settings);
    Process maven =
        builder
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    mavens.add(maven);
    return maven;
  }

  private String output() {
    try {
      return Files.readString(directory.resolve("output"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The processes of the servers whose data is in this test's directory. */
  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains(directory + "/"))
                    .isPresent())
        .toList();
  }

  private static String value(String environment, String name) {
    return environment
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
