package io.leadgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {

  private static final String KEY = "a-secret-of-at-least-thirty-two-bytes";

  private static final Map<String, String> LEAST =
      Map.of(
          "LEADGATE_POSTGRES_URI", "postgresql://me:hidden@db:5432/leadgate",
          "LEADGATE_REDIS_URI", "redis://cache:6379",
          "LEADGATE_TOKEN_SIGNING_KEYS", KEY);

  @TempDir private Path directory;

  @Test
  void theBuiltInFileHasTheDefaults() {
    Settings settings = SettingsLoader.load(LEAST);

    assertThat(settings.http().port()).isEqualTo(8080);
    assertThat(settings.http().host()).isEqualTo("0.0.0.0");
    assertThat(settings.management().host()).isEqualTo("127.0.0.1");
    assertThat(settings.management().port()).isEqualTo(9090);
    assertThat(settings.limits().bodyBytes()).isEqualTo(64 * 1024);
    assertThat(settings.limits().quarantineBodyBytes()).isEqualTo(1024 * 1024);
    assertThat(settings.limits().jsonDepth()).isEqualTo(5);
    assertThat(settings.limits().fields()).isEqualTo(200);
    assertThat(settings.quarantine())
        .isEqualTo(new Settings.Quarantine(1_000_000, 100_000, 100, 100_000, Duration.ofDays(7)));
    assertThat(settings.storage().waitMax()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.lead().idempotencyWindow()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.token().issuer()).isEqualTo("leadgate");
    assertThat(settings.postgres().requireSyncStandby()).isFalse();
  }

  @Test
  void theEnvironmentOverridesTheFileAndTheFileTheDefaults() throws IOException {
    Path file = file("http:\n  port: 1\n  host: 127.0.0.1\nstorage:\n  wait: 3s\n");
    Settings settings =
        SettingsLoader.load(with("LEADGATE_CONFIG", file.toString(), "LEADGATE_HTTP_PORT", "2"));

    assertThat(settings.http().port()).isEqualTo(2);
    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.storage().waitMax()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.storage().batchTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void signingKeysAreReadAsARing() {
    Settings settings =
        SettingsLoader.load(with("LEADGATE_TOKEN_SIGNING_KEYS", KEY + "-1, " + KEY + "-2"));

    assertThat(settings.token().ring()).containsExactly(bytes(KEY + "-1"), bytes(KEY + "-2"));
  }

  @Test
  void printedSettingsContainNoSecret() {
    assertThat(
            SettingsLoader.load(
                    with("LEADGATE_ADMIN_USERNAME", "a", "LEADGATE_ADMIN_PASSWORD", "geheim"))
                .toString())
        .doesNotContain("hidden", KEY, "geheim", "cache:6379");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LEADGATE_HTTP_PORT | 70000 | http.port must be 0 to 65535, not 70000",
        "LEADGATE_HTTP_PORT | abc | http.port (LEADGATE_HTTP_PORT) has a value of the wrong kind; it must be a whole number",
        "LEADGATE_HTTP_PORT | '' | http.port (LEADGATE_HTTP_PORT) has a value of the wrong kind; it must be a whole number",
        "LEADGATE_FOO | 1 | the environment variable LEADGATE_FOO is not a setting; the nearest is LEADGATE_HTTP_HOST",
        "LEADGATE_STORAGE_WAIT | 10 | storage.wait (LEADGATE_STORAGE_WAIT) has a value of the wrong kind; it must be a whole number and a unit, as 500ms, 10s, 5m, 1h or 2d",
        "LEADGATE_STORAGE_WAIT | 67s | http.idle_timeout (75s) must be more than storage.wait (67s), storage.batch_timeout (5s) and 3s together, because a lead that waits would lose its connection before its answer; raise http.idle_timeout or lower one of the others",
        "LEADGATE_STORAGE_WAIT | 1d | storage.wait must be 100ms to 5m, not 1d",
        "LEADGATE_POSTGRES_URI | '' | postgres.uri is not set (LEADGATE_POSTGRES_URI)",
        "LEADGATE_POSTGRES_URI | mysql://x/y | postgres.uri must begin with postgresql://",
        "LEADGATE_TOKEN_SIGNING_KEYS | short | token.signing_keys (LEADGATE_TOKEN_SIGNING_KEYS): a key has 5 bytes; each needs at least 32",
        "LEADGATE_TOKEN_ISSUER | https://a b | token.issuer must be a name, or a URL without a path: https://leads.example.com",
        "LEADGATE_TOKEN_ISSUER | https://leads.example.com/ | token.issuer must be a name, or a URL without a path: https://leads.example.com",
        "LEADGATE_TOKEN_ISSUER | https://leads_gw.example.com | token.issuer must be a name, or a URL without a path: https://leads.example.com",
        "LEADGATE_HTTP_TRUSTED_PROXIES | ::ffff:10.0.0.0/104 | http.trusted_proxies must be addresses or networks such as 10.0.0.0/8, separated by commas, not \"::ffff:10.0.0.0/104\"",
        "LEADGATE_LEAD_IDEMPOTENCY_WINDOW | 59s | lead.idempotency_window must be 1m to 30d, not 59s",
        "LEADGATE_LEAD_IDEMPOTENCY_SWEEP | 99ms | lead.idempotency_sweep must be 100ms to 1h, not 99ms",
        "LEADGATE_TOKEN_REUSE | 1h | token.reuse must be 0ms to 30m, not 1h",
        "LEADGATE_HTTP_TRUSTED_PROXIES | 10.0.0.0/33 | http.trusted_proxies must be addresses or networks such as 10.0.0.0/8, separated by commas, not \"10.0.0.0/33\"",
        "LEADGATE_HTTP_TRUSTED_PROXIES | 10.0.0.1,proxy | http.trusted_proxies must be addresses or networks such as 10.0.0.0/8, separated by commas, not \"proxy\"",
        "LEADGATE_QUARANTINE_SIGNED_ROWS_MAX | -1 | quarantine.signed_rows_max must be 0 to 1000000000, not -1",
        "LEADGATE_QUARANTINE_STRANGERS_ROWS_MAX | 1000000001 | quarantine.strangers_rows_max must be 0 to 1000000000, not 1000000001",
        "LEADGATE_QUARANTINE_STRANGERS_PER_SECOND | 1000001 | quarantine.strangers_per_second must be 0 to 1000000, not 1000001",
        "LEADGATE_QUARANTINE_DUPLICATES_ROWS_MAX | -1 | quarantine.duplicates_rows_max must be 0 to 1000000000, not -1",
        "LEADGATE_QUARANTINE_DUPLICATES_RETENTION | 59m | quarantine.duplicates_retention must be 1h to 365d, not 59m",
        "LEADGATE_ADMIN_USERNAME | a | admin.username and admin.password (LEADGATE_ADMIN_USERNAME, LEADGATE_ADMIN_PASSWORD) must be set together",
        "LEADGATE_OIDC_ISSUER | https://id.example.com | oidc.issuer needs oidc.client_id and oidc.client_secret",
        "LEADGATE_OIDC_SCOPES | groups email | oidc.scopes must be names without blanks, separated by commas",
        "LEADGATE_OIDC_ROLES | '' | oidc.roles is not set (LEADGATE_OIDC_ROLES)",
        "LEADGATE_OIDC_ROLES | admin=a, owner=b | oidc.roles must be pairs such as admin=leadgate-admins, separated by commas; the roles are admin, operator and viewer",
        "LEADGATE_OIDC_ROLES | admin= | oidc.roles must be pairs such as admin=leadgate-admins, separated by commas; the roles are admin, operator and viewer",
        "LEADGATE_CONFIG | /nowhere/x.yaml | the file /nowhere/x.yaml cannot be read",
      })
  void anInvalidValueIsRefusedByName(String variable, String value, String message) {
    assertRefused(with(variable, value), message);
  }

  @Test
  void eachFaultHasALine() throws IOException {
    Map<String, String> environment =
        with(
            "LEADGATE_CONFIG", file("http: {prot: 1, head_timeout: 9h}\nlogs: {}\n").toString(),
            "LEADGATE_HTTP_PORT", "abc",
            "LEADGATE_LOG_LEVEL", "loud",
            "LEADGATE_STORAGE_MIGRATE", "no",
            "LEADGATE_STORGE_WAIT", "1s");
    environment.remove("LEADGATE_REDIS_URI");

    assertThatThrownBy(() -> SettingsLoader.load(environment))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e ->
                assertThat(e.lines())
                    .containsExactly(
                        "unknown setting http.prot; the nearest is http.port",
                        "unknown setting logs; the nearest is log",
                        "the environment variable LEADGATE_STORGE_WAIT is not a setting; the nearest is LEADGATE_STORAGE_WAIT",
                        "http.port (LEADGATE_HTTP_PORT) has a value of the wrong kind; it must be a whole number",
                        "http.head_timeout must be 1s to 1h, not 9h",
                        "redis.uri is not set (LEADGATE_REDIS_URI)",
                        "storage.migrate (LEADGATE_STORAGE_MIGRATE) has a value of the wrong kind; it must be true or false",
                        "log.level must be one of error, warn, info, debug"));
  }

  @Test
  void mistypedPortIsNoVariableOfKubernetes() {
    assertRefused(
        with("LEADGATE_MANAGMENT_PORT", "9091"),
        "the environment variable LEADGATE_MANAGMENT_PORT is not a setting; the nearest is LEADGATE_MANAGEMENT_PORT");
  }

  @Test
  void variablesOfKubernetesAreIgnored() {
    Settings settings =
        SettingsLoader.load(
            with(
                "LEADGATE_SERVICE_HOST", "10.0.0.1",
                "LEADGATE_SERVICE_PORT", "80",
                "LEADGATE_SERVICE_PORT_HTTP", "80",
                "LEADGATE_PORT", "tcp://10.0.0.1:80",
                "LEADGATE_PORT_80_TCP", "tcp://10.0.0.1:80",
                "LEADGATE_PORT_80_TCP_ADDR", "10.0.0.1"));

    assertThat(settings.http().port()).isEqualTo(8080);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRefused(Map<String, String> environment, String message) {
    assertThatThrownBy(() -> SettingsLoader.load(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("leadgate.yaml"), yaml);
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> environment = new HashMap<>(LEAST);
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }
}
