package io.leadgate.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads bad settings files. */
class SettingsFileTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http: {prot: 1} | unknown setting http.prot; the nearest is http.port",
        "htp: {port: 1} | unknown setting htp; the nearest is http",
        "admin: {password: [a]} | admin.password (LEADGATE_ADMIN_PASSWORD) has a value of the wrong kind; it must be a text, in quotes",
        "http: 1 | http must hold keys",
        "- 1 | the settings file must hold keys and values",
        "http: {port: 1.5} | http.port (LEADGATE_HTTP_PORT) has a value of the wrong kind; it must be a whole number",
        "admin: {password: 0123} | admin.password (LEADGATE_ADMIN_PASSWORD) has a value of the wrong kind; it must be a text, in quotes",
        "token: {audience: 0123} | token.audience (LEADGATE_TOKEN_AUDIENCE) has a value of the wrong kind; it must be a text, in quotes",
        "http: {host: {a: 1}} | http.host (LEADGATE_HTTP_HOST) has a value of the wrong kind; it must be a text, in quotes",
      })
  void anInvalidFileIsRefusedByName(String yaml, String message) throws IOException {
    assertRefused(file(yaml), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'http: {port: 1}\n---\nhttp: {port: 2}\n' | must hold one YAML document",
        "'http: {host: &a x}\ntoken: {audience: *a}\n' | has an alias, which begins with *; put a text that begins with * in quotes (line 2, column 19)",
        "'admin:\n  password: hidden: x\n' | is not valid YAML: mapping values are not allowed here (line 2, column 19)",
      })
  void whatTheFileWouldHideIsRefusedWithItsPlace(String yaml, String message) throws IOException {
    Path file = file(yaml.translateEscapes());

    assertRefused(file, file + " " + message);
  }

  @Test
  void aRepeatedKeyInAFileIsRefused() throws IOException {
    Path file = file("http: {port: 1, port: 2}");

    assertThatThrownBy(() -> SettingsLoader.load(environment(file)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(file + " is not valid YAML")
        .hasMessageNotContaining("\n");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> SettingsLoader.load(environment(file)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("leadgate.yaml"), yaml);
  }

  private static Map<String, String> environment(Path file) {
    return Map.of(
        "LEADGATE_CONFIG", file.toString(),
        "LEADGATE_POSTGRES_URI", "postgresql://db/leadgate",
        "LEADGATE_REDIS_URI", "redis://cache",
        "LEADGATE_TOKEN_SIGNING_KEYS", "a-secret-of-at-least-thirty-two-bytes");
  }
}
