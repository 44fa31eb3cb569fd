package io.leadgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.config.GivenSettings.Effective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists settings in force with their origins. */
class EffectiveSettingsTest {

  private static final String KEY = "a-secret-of-at-least-thirty-two-bytes";

  @TempDir private Path directory;

  @Test
  void eachSettingHasItsValueAndItsOrigin() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("own.yaml"),
            "http: {port: 1, host: 127.0.0.1, connections_max: }\nlog: {level: warn}\n");
    List<Effective> settings =
        effective(
            Map.of(
                "LEADGATE_CONFIG", file.toString(),
                "LEADGATE_HTTP_PORT", "2",
                "LEADGATE_LIMITS_CATALOG_BYTES", "100000"));

    assertThat(settings)
        .contains(
            new Effective("http.port", "2", "LEADGATE_HTTP_PORT"),
            new Effective("http.host", "127.0.0.1", file.toString()),
            new Effective("log.level", "warn", file.toString()),
            new Effective("token.reuse", "60s", "default"),
            new Effective("http.trusted_proxies", "", "default"),
            new Effective("http.connections_max", "2048", "memory"),
            new Effective("limits.catalog_bytes", "100000", "LEADGATE_LIMITS_CATALOG_BYTES"));
    assertThat(settings.stream().map(Effective::key)).doesNotHaveDuplicates();
  }

  @Test
  void secretsAreHidden() {
    List<Effective> settings =
        effective(
            Map.of(
                "LEADGATE_POSTGRES_URI",
                "postgresql://me:hidden@db:5432/leadgate?password=hidden-too",
                "LEADGATE_REDIS_URI",
                "redis://:hidden@cache/1",
                "LEADGATE_ADMIN_USERNAME",
                "root",
                "LEADGATE_ADMIN_PASSWORD",
                "hidden"));

    assertThat(settings)
        .contains(
            new Effective(
                "postgres.uri", "postgresql://***@db:5432/leadgate", "LEADGATE_POSTGRES_URI"),
            new Effective("redis.uri", "redis://***@cache/1", "LEADGATE_REDIS_URI"),
            new Effective("token.signing_keys", "***", "LEADGATE_TOKEN_SIGNING_KEYS"),
            new Effective("admin.password", "***", "LEADGATE_ADMIN_PASSWORD"),
            new Effective("admin.username", "root", "LEADGATE_ADMIN_USERNAME"));
    assertThat(settings.toString()).doesNotContain("hidden", KEY);
  }

  @Test
  void partOfAPasswordBehindAForgottenEscapeIsHidden() {
    assertThat(effective(Map.of("LEADGATE_POSTGRES_URI", "postgresql://me:1/hidden@db/leadgate")))
        .contains(new Effective("postgres.uri", "postgresql://me:1/***", "LEADGATE_POSTGRES_URI"));
  }

  @Test
  void eachSettingOfTheTypeOfSecretsIsHidden() {
    assertThat(GivenSettings.secretKeys())
        .containsExactlyInAnyOrder(
            "postgres.uri",
            "redis.uri",
            "token.signing_keys",
            "admin.password",
            "oidc.client_secret");
  }

  private static List<Effective> effective(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LEADGATE_POSTGRES_URI", "postgresql://db/leadgate");
    environment.put("LEADGATE_REDIS_URI", "redis://cache");
    environment.put("LEADGATE_TOKEN_SIGNING_KEYS", KEY);
    environment.putAll(more);
    long heap = 256L << 20;
    GivenSettings given = GivenSettings.read(environment, new JvmMemory(heap, heap));
    given.all();
    return given.effective();
  }
}
