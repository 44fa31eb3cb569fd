package io.leadgate.config;

import static io.leadgate.config.SettingsCheck.within;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All settings of the gateway, checked: the values of a {@code Settings} are usable. {@code
 * config/leadgate.yaml} explains the meaning, the unit and the default of each key; the names of
 * the components are these keys. Every constructor throws {@link SettingsException} with a line
 * that names the key.
 */
public record Settings(
    Http http,
    Management management,
    Postgres postgres,
    Redis redis,
    Token token,
    Admin admin,
    Lead lead,
    Limits limits,
    Quarantine quarantine,
    Storage storage,
    Catalog catalog,
    Log log) {

  public record Http(
      String host,
      int port,
      int eventLoops,
      Duration requestTimeout,
      Duration headTimeout,
      Duration idleTimeout,
      int connectionsMax,
      int connectionsPerAddress,
      String trustedProxies) {
    public Http {
      SettingsCheck.present("http.host", host);
      within("http.port", port, 0, 65_535);
      within("http.event_loops", eventLoops, 0, 64);
      within("http.request_timeout", requestTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
      within("http.head_timeout", headTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
      within("http.idle_timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
      within("http.connections_max", connectionsMax, 1, 1_000_000);
      within("http.connections_per_address", connectionsPerAddress, 1, connectionsMax);
      Network.parseList("http.trusted_proxies", trustedProxies);
    }

    /** The networks of the trusted proxies, possibly empty. */
    public List<Network> trustedNetworks() {
      return Network.parseList("http.trusted_proxies", trustedProxies);
    }

    /**
     * The number of event loops that serve requests: the setting, or the number of processor cores.
     */
    public int eventLoopsHere() {
      return eventLoops > 0 ? eventLoops : Runtime.getRuntime().availableProcessors();
    }
  }

  public record Management(String host, int port, int connectionsMax) {
    public Management {
      within("management.connections_max", connectionsMax, 1, 1_000_000);
      SettingsCheck.present("management.host", host);
      within("management.port", port, 0, 65_535);
    }
  }

  public record Postgres(
      Secret uri,
      boolean requireSyncStandby,
      int leadConnections,
      int keyedLeadConnections,
      int quarantineConnections,
      int searchConnections,
      int accountConnections,
      int adminConnections) {
    public Postgres {
      if (SettingsCheck.uri("postgres.uri", uri, "postgresql", "postgres").getPath().length() < 2) {
        throw new SettingsException(
            "postgres.uri must name a database: postgresql://host/database");
      }
      within("postgres.lead_connections", leadConnections, 1, 64);
      within("postgres.keyed_lead_connections", keyedLeadConnections, 1, 64);
      within("postgres.quarantine_connections", quarantineConnections, 1, 64);
      within("postgres.search_connections", searchConnections, 1, 256);
      within("postgres.account_connections", accountConnections, 1, 64);
      within("postgres.admin_connections", adminConnections, 1, 64);
    }
  }

  public record Redis(Secret uri, String keyPrefix, Duration timeout) {
    public Redis {
      SettingsCheck.uri("redis.uri", uri, "redis", "rediss");
      within("redis.timeout", timeout, Duration.ofMillis(10), Duration.ofSeconds(10));
    }
  }

  public record Token(
      Secret signingKeys, String issuer, String audience, Duration reuse, int cacheMax) {
    /**
     * The least length of a key of HS256, which is the length of its hash (RFC 7518, section 3.2).
     */
    private static final int KEY_BYTES_MIN = 32;

    public Token {
      SettingsCheck.secret("token.signing_keys", signingKeys);
      SettingsCheck.issuer("token.issuer", issuer);
      SettingsCheck.present("token.audience", audience);
      within("token.reuse", reuse, Duration.ZERO, Duration.ofMinutes(30));
      within("token.cache_max", cacheMax, 1, 10_000_000);
      for (byte[] key : split(signingKeys)) {
        if (key.length < KEY_BYTES_MIN) {
          throw new SettingsException(
              "token.signing_keys (LEADGATE_TOKEN_SIGNING_KEYS): a key has %d bytes; each needs at least %d"
                  .formatted(key.length, KEY_BYTES_MIN));
        }
      }
    }

    /** The ring of keys, never empty. The first key signs, and all keys verify. */
    public List<byte[]> ring() {
      return split(signingKeys);
    }

    private static List<byte[]> split(Secret keys) {
      return Arrays.stream(keys.value().split(",", -1))
          .map(key -> key.strip().getBytes(StandardCharsets.UTF_8))
          .toList();
    }
  }

  public record Admin(Optional<String> username, Optional<Secret> password) {
    public Admin {
      username = username.filter(name -> !name.isEmpty());
      password = password.filter(word -> !word.value().isEmpty());
      if (username.isPresent() != password.isPresent()) {
        throw new SettingsException(
            "admin.username and admin.password (LEADGATE_ADMIN_USERNAME, LEADGATE_ADMIN_PASSWORD) must be set together");
      }
      if (username.filter(name -> name.contains(":")).isPresent()) {
        throw new SettingsException("admin.username must not contain a colon (RFC 7617)");
      }
    }
  }

  public record Lead(Duration idempotencyWindow, Duration idempotencySweep) {
    public Lead {
      within(
          "lead.idempotency_window", idempotencyWindow, Duration.ofMinutes(1), Duration.ofDays(30));
      within(
          "lead.idempotency_sweep", idempotencySweep, Duration.ofMillis(100), Duration.ofHours(1));
    }
  }

  /**
   * The bounds of requests, queues, caches and stored rows. {@code config/leadgate.yaml} gives the
   * unit of each bound and the consequence of reaching the bound.
   */
  public record Limits(
      long budgetBytes,
      int bodyBytes,
      int arrayBytes,
      int arrayItems,
      int quarantineBodyBytes,
      int fields,
      int jsonDepth,
      int requestLineBytes,
      int headerBytes,
      int headerLines,
      int queuedLeads,
      int batchLeads,
      int leadSources,
      int leadTypes,
      int campaigns,
      int campaignsPerLeadSource,
      long catalogBytes,
      int failedLoginsPerMinute,
      int revokedTokensPerCredential) {
    public Limits {
      within("limits.budget_bytes", budgetBytes, 1 << 20, Long.MAX_VALUE);
      within("limits.body_bytes", bodyBytes, 1, 16 << 20);
      within("limits.array_bytes", arrayBytes, bodyBytes, 16 << 20);
      within("limits.array_items", arrayItems, 1, 10_000);
      within("limits.quarantine_body_bytes", quarantineBodyBytes, 1, 16 << 20);
      within("limits.fields", fields, 1, 10_000);
      within("limits.json_depth", jsonDepth, 1, 100);
      within("limits.request_line_bytes", requestLineBytes, 256, 1 << 20);
      within("limits.header_bytes", headerBytes, 256, 1 << 20);
      within("limits.header_lines", headerLines, 1, 10_000);
      within("limits.queued_leads", queuedLeads, 1, 10_000_000);
      within("limits.batch_leads", batchLeads, 1, Math.min(10_000, queuedLeads));
      within("limits.lead_sources", leadSources, 1, 1_000_000);
      within("limits.lead_types", leadTypes, 1, 100_000);
      within("limits.campaigns", campaigns, 1, 1_000_000);
      within("limits.campaigns_per_lead_source", campaignsPerLeadSource, 1, 10_000);
      within("limits.catalog_bytes", catalogBytes, 1 << 16, 1L << 40);
      within("limits.failed_logins_per_minute", failedLoginsPerMinute, 0, 1_000_000);
      within("limits.revoked_tokens_per_credential", revokedTokensPerCredential, 1, 100_000);
    }
  }

  /** The bounds of the kept requests that have no valid token. */
  public record Quarantine(int signedRowsMax, int strangersRowsMax, int strangersPerSecond) {
    public Quarantine {
      within("quarantine.signed_rows_max", signedRowsMax, 0, 1_000_000_000);
      within("quarantine.strangers_rows_max", strangersRowsMax, 0, 1_000_000_000);
      within("quarantine.strangers_per_second", strangersPerSecond, 0, 1_000_000);
    }
  }

  /**
   * The time limits of storage. The name {@code waitMax} stands for the key {@code wait}, which is
   * forbidden as a component's name.
   */
  public record Storage(@JsonProperty("wait") Duration waitMax, Duration batchTimeout) {
    public Storage {
      within("storage.wait", waitMax, Duration.ofMillis(100), Duration.ofMinutes(5));
      within("storage.batch_timeout", batchTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
    }
  }

  public record Log(String format, String level) {
    public Log {
      SettingsCheck.oneOf("log.format", format, "json", "text");
      SettingsCheck.oneOf("log.level", level, "error", "warn", "info", "debug");
    }
  }

  public record Catalog(Duration poll) {
    public Catalog {
      within("catalog.poll", poll, Duration.ofMillis(50), Duration.ofMillis(500));
    }
  }
}
