package io.leadgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the settings that follow the heap, and the settings that do not fit the heap. */
class HeapSettingsTest {

  private static final int MEBIBYTE = 1 << 20;

  private static Settings load(int heapMebibytes, String... more) {
    return load(heapMebibytes, heapMebibytes, more);
  }

  private static Settings load(int heapMebibytes, int directMebibytes, String... more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "LEADGATE_POSTGRES_URI", "postgresql://db/leadgate",
                "LEADGATE_REDIS_URI", "redis://cache",
                "LEADGATE_TOKEN_SIGNING_KEYS", "k".repeat(32)));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return GivenSettings.read(
            environment,
            new JvmMemory((long) heapMebibytes * MEBIBYTE, (long) directMebibytes * MEBIBYTE))
        .all();
  }

  @ParameterizedTest
  @CsvSource({
    "48, 20132658, 6291456, 384, 96, 2457, 1048576, 301989",
    "64, 26843544, 8388608, 512, 128, 3276, 1048576, 402653",
    "256, 107374182, 33554432, 2048, 512, 13107, 1048576, 1048576",
    "512, 214748364, 67108864, 4096, 1024, 26214, 1048576, 1048576",
    "16384, 6871947672, 2147483648, 16384, 4096, 100000, 1048576, 1048576",
  })
  void emptySettingsFollowTheHeap(
      int heap,
      long budget,
      long catalog,
      int connections,
      int perAddress,
      int tokens,
      int arrayBytes,
      int quarantineBytes) {
    Settings settings = load(heap);

    assertThat(settings.limits().budgetBytes()).isEqualTo(budget);
    assertThat(settings.limits().catalogBytes()).isEqualTo(catalog);
    assertThat(settings.http().connectionsMax()).isEqualTo(connections);
    assertThat(settings.http().connectionsPerAddress()).isEqualTo(perAddress);
    assertThat(settings.token().cacheMax()).isEqualTo(tokens);
    assertThat(settings.limits().arrayBytes()).isBetween(arrayBytes - 4096, arrayBytes);
    assertThat(settings.limits().quarantineBodyBytes())
        .isBetween(quarantineBytes - 4096, quarantineBytes);
    assertThat(settings.management().connectionsMax()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({
    "512, 512, 214748364, 4096",
    "512, 256, 214748364, 4096",
    "2048, 256, 208142336, 8192",
    "512, 24, 10485760, 768",
  })
  void emptySettingsFollowDirectMemory(int heap, int direct, long budget, int connections) {
    Settings settings = load(heap, direct);

    assertThat(settings.limits().budgetBytes()).isEqualTo(budget);
    assertThat(settings.http().connectionsMax()).isEqualTo(connections);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LEADGATE_LIMITS_BUDGET_BYTES | 20000000 | limits.budget_bytes is 20000000, and direct memory of 24 MiB with 1024 connections allows at most 10485760; lower limits.budget_bytes or http.connections_max, or raise -XX:MaxDirectMemorySize",
        "LEADGATE_HTTP_CONNECTIONS_MAX | 4000 | limits.budget_bytes is 214748364, and direct memory of 24 MiB with 4256 connections allows at most 0; lower limits.budget_bytes or http.connections_max, or raise -XX:MaxDirectMemorySize",
      })
  void boundsThatDoNotFitDirectMemoryAreRefused(String variable, String value, String message) {
    assertThatThrownBy(() -> load(512, 24, variable, value))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void directMemoryForNoConnectionIsTold() {
    assertThatThrownBy(() -> load(512, 0))
        .hasMessage(
            "limits.budget_bytes is 214748364, and direct memory of 0 MiB with 257 connections allows at most 0; lower limits.budget_bytes or http.connections_max, or raise -XX:MaxDirectMemorySize");
  }

  /** The settings that are empty and follow the bad value have no line of their own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LEADGATE_HTTP_CONNECTIONS_MAX | 99999999999 | http.connections_max (LEADGATE_HTTP_CONNECTIONS_MAX) has a value of the wrong kind; it must be a whole number",
        "LEADGATE_HTTP_CONNECTIONS_MAX | 99999999999999999999 | http.connections_max (LEADGATE_HTTP_CONNECTIONS_MAX) has a value of the wrong kind; it must be a whole number",
        "LEADGATE_HTTP_CONNECTIONS_MAX | -5 | http.connections_max must be 1 to 1000000, not -5",
        "LEADGATE_LIMITS_BODY_BYTES | 99999999999 | limits.body_bytes (LEADGATE_LIMITS_BODY_BYTES) has a value of the wrong kind; it must be a whole number",
        "LEADGATE_LIMITS_BODY_BYTES | 99999999 | limits.body_bytes must be 1 to 16777216, not 99999999",
        "LEADGATE_LIMITS_QUEUED_LEADS | -1 | limits.queued_leads must be 1 to 10000000, not -1",
      })
  void badValueHasOneLine(String variable, String value, String message) {
    assertThatThrownBy(() -> load(256, variable, value))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void emptySettingsFollowTheGivenSettings() {
    Settings settings =
        load(512, "LEADGATE_LIMITS_BUDGET_BYTES", "4000000", "LEADGATE_HTTP_CONNECTIONS_MAX", "40");

    assertThat(settings.limits().budgetBytes()).isEqualTo(4_000_000);
    assertThat(settings.http().connectionsPerAddress()).isEqualTo(10);
    assertThat(settings.limits().arrayBytes()).isEqualTo(250_000);
    assertThat(settings.limits().quarantineBodyBytes()).isEqualTo(60_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "32 | LEADGATE_HTTP_PORT | 0 | the heap of 32 MiB is too small; give the JVM at least -Xmx48m",
        "256 | LEADGATE_LIMITS_BUDGET_BYTES | 200000000 | limits.budget_bytes (200000000), limits.catalog_bytes (33554432), http.connections_max (2048), management.connections_max (256) and token.cache_max (13107) come to 255 MiB, and 192 MiB fit a heap of 256 MiB; lower one of these settings or raise -Xmx",
        "256 | LEADGATE_HTTP_CONNECTIONS_MAX | 100000 | limits.budget_bytes (107374182), limits.catalog_bytes (33554432), http.connections_max (100000), management.connections_max (256) and token.cache_max (13107) come to 1028 MiB, and 192 MiB fit a heap of 256 MiB; lower one of these settings or raise -Xmx",
        "256 | LEADGATE_TOKEN_CACHE_MAX | 1000000 | limits.budget_bytes (107374182), limits.catalog_bytes (33554432), http.connections_max (2048), management.connections_max (256) and token.cache_max (1000000) come to 1131 MiB, and 192 MiB fit a heap of 256 MiB; lower one of these settings or raise -Xmx",
        "256 | LEADGATE_LIMITS_CATALOG_BYTES | 100000000 | limits.budget_bytes (107374182), limits.catalog_bytes (100000000), http.connections_max (2048), management.connections_max (256) and token.cache_max (13107) come to 230 MiB, and 192 MiB fit a heap of 256 MiB; lower one of these settings or raise -Xmx",
        "256 | LEADGATE_LIMITS_CATALOG_BYTES | 65535 | limits.catalog_bytes must be 65536 to 1099511627776, not 65535",
        "256 | LEADGATE_LIMITS_BUDGET_BYTES | 9223372036854775807 | limits.budget_bytes must be 1048576 to 1099511627776, not 9223372036854775807",
        "64 | LEADGATE_LIMITS_ARRAY_BYTES | 2000000 | limits.array_bytes is 2000000, and limits.budget_bytes (26843544) allows at most 1677718; lower limits.array_bytes, or raise limits.budget_bytes or -Xmx",
        "64 | LEADGATE_LIMITS_QUARANTINE_BODY_BYTES | 1048576 | limits.quarantine_body_bytes is 1048576, and limits.budget_bytes (26843544) allows at most 402652; lower limits.quarantine_body_bytes, or raise limits.budget_bytes or -Xmx",
        "64 | LEADGATE_HTTP_CONNECTIONS_PER_ADDRESS | 2000 | http.connections_per_address must be 1 to 512, not 2000",
        "64 | LEADGATE_LIMITS_BUDGET_BYTES | much | limits.budget_bytes (LEADGATE_LIMITS_BUDGET_BYTES) has a value of the wrong kind; it must be a whole number",
      })
  void boundsThatDoNotFitTheHeapAreRefused(
      int heap, String variable, String value, String message) {
    assertThatThrownBy(() -> load(heap, variable, value))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }
}
