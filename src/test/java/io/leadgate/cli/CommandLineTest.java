package io.leadgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs commands that start no gateway. */
class CommandLineTest {

  private static final int JAVA_8 = 52;
  private static final Map<String, String> LEAST =
      Map.of(
          "LEADGATE_POSTGRES_URI", "postgresql://me:hidden@db:5432/leadgate",
          "LEADGATE_REDIS_URI", "redis://cache:6379",
          "LEADGATE_TOKEN_SIGNING_KEYS", "a-hidden-key-of-at-least-thirty-two-bytes");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "migrate",
        "check-config",
        "health",
        "admin",
        "credential",
        "apply",
        "reconcile"
      })
  void eachCommandHasAHelpOfItsOwn(String command) {
    Ran ran = Ran.command(Map.of(), command, "--help");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("Usage: leadgate " + command + " ");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void helpNamesEachCommandAndEachExitStatus() {
    Ran ran = Ran.command(Map.of(), "--help");

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("\n  run ", "\n  migrate ", "\n  check-config ", "\n  health ")
        .contains("\n  0  ", "\n  1  ", "\n  2  ", "\n  3  ");
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "migrate "})
  void versionNamesProgramAndJava(String command) {
    Ran ran = Ran.command(Map.of(), (command + "--version").split(" "));

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).matches("leadgate \\S+ \\(Java \\S+, [^()]+\\)\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "migrat | 2 | leadgate: unknown argument migrat; the nearest is migrate; see leadgate --help",
        "run --prot=8081 | 2 | leadgate: unknown argument --prot; the nearest is --help; see leadgate run --help",
        "--vresion | 2 | leadgate: unknown argument --vresion; the nearest is --version; see leadgate --help",
        "check-config all | 2 | leadgate: unknown argument all; the nearest is -V; see leadgate check-config --help",
        "@pom.xml | 2 | leadgate: unknown argument @pom.xml; the nearest is admin; see leadgate --help",
        "health --live | 1 | leadgate: unknown argument --live; the nearest is --help; see leadgate health --help",
      })
  void unknownArgumentIsRefusedInOneLineThatNamesTheNearest(
      String arguments, int status, String line) {
    Ran ran = Ran.command(LEAST, arguments.split(" "));

    assertThat(ran.status()).isEqualTo(status);
    assertThat(ran.err().lines()).containsExactly(line);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void unusableWaitOfMigrateIsRefusedInOneLine() {
    Ran ran = Ran.command(LEAST, "migrate", "--wait=soon");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains("'--wait'", "'soon'", "see leadgate migrate --help");
  }

  @ParameterizedTest
  @CsvSource({"run, 2, start", "migrate, 2, migrate", "check-config, 2, ''", "health, 1, ''"})
  void unknownSettingStopsEachCommandWithItsNearestName(String command, int status, String cannot) {
    Ran ran = Ran.command(with("LEADGATE_MANAGEMENT_PROT", "1"), command);

    assertThat(ran.status()).isEqualTo(status);
    assertThat(ran.err().lines())
        .containsExactly(
            (cannot.isEmpty() ? "leadgate: " : "leadgate cannot " + cannot + ": ")
                + "the environment variable LEADGATE_MANAGEMENT_PROT is not a setting;"
                + " the nearest is LEADGATE_MANAGEMENT_PORT");
  }

  @Test
  void checkedSettingsAreListedWithTheirOriginsAndWithoutSecrets() {
    Ran ran = Ran.command(with("LEADGATE_HTTP_PORT", "8081"), "check-config");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines().map(line -> List.of(line.split(" {2,}"))))
        .contains(
            List.of("http.port", "8081", "LEADGATE_HTTP_PORT"),
            List.of("postgres.uri", "postgresql://***@db:5432/leadgate", "LEADGATE_POSTGRES_URI"),
            List.of("token.signing_keys", "***", "LEADGATE_TOKEN_SIGNING_KEYS"))
        .anyMatch(line -> line.getFirst().equals("limits.budget_bytes") && line.contains("memory"));
    assertThat(ran.out()).doesNotContain("hidden");
  }

  @Test
  void checkOfBadSettingsHasALineForEachFault() {
    Map<String, String> environment = with("LEADGATE_HTTP_PORT", "abc");
    environment.put("LEADGATE_CATALOG_POLL", "1s");
    environment.remove("LEADGATE_REDIS_URI");
    Ran ran = Ran.command(environment, "check-config");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .containsExactly(
            "leadgate: http.port (LEADGATE_HTTP_PORT) has a value of the wrong kind; it must be a whole number",
            "leadgate: redis.uri is not set (LEADGATE_REDIS_URI)",
            "leadgate: catalog.poll must be 50ms to 500ms, not 1s");
  }

  @Test
  void valueWithALineBreakMakesNoFurtherLine() {
    Ran listed = Ran.command(with("LEADGATE_TOKEN_AUDIENCE", "a\nhttp.port 1"), "check-config");
    Ran refused = Ran.command(with("LEADGATE_A\nB", "1"), "check-config");
    Ran argument = Ran.command(LEAST, "--a\nb=c\nd");

    assertThat(listed.out().lines())
        .noneMatch(line -> line.startsWith("http.port 1"))
        .anyMatch(
            line -> line.startsWith("token.audience") && line.contains("a\\u000ahttp.port 1"));
    assertThat(refused.err().lines()).singleElement().asString().contains("LEADGATE_A\\u000aB");
    assertThat(argument.err().lines()).singleElement().asString().contains(" --a\\u000ab;");
  }

  @Test
  void migrateNeedsNoOtherSettingThanTheDatabase() {
    Ran ran = Ran.command(Map.of(), "migrate");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err().lines())
        .containsExactly(
            "leadgate cannot migrate: postgres.uri is not set (LEADGATE_POSTGRES_URI)");
  }

  @Test
  void healthOfAnUnknownPortIsBad() {
    Ran ran = Ran.command(Map.of("LEADGATE_MANAGEMENT_PORT", "0"), "health");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines())
        .containsExactly("leadgate is not ready: management.port is 0, so the port is unknown");
  }

  /** Only an old Java itself can show the line of the launcher; {@code .ci/run} starts one. */
  @Test
  void oldJavaCanLoadTheLauncher() throws IOException {
    try (InputStream file =
            Objects.requireNonNull(Launcher.class.getResourceAsStream("Launcher.class"));
        DataInputStream data = new DataInputStream(file)) {
      data.skipBytes(6);

      assertThat(data.readUnsignedShort()).isEqualTo(JAVA_8);
    }
  }

  private static Map<String, String> with(String variable, String value) {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.put(variable, value);
    return environment;
  }
}
