package io.leadgate.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of the gateway, checked: the values of a {@code Settings} are usable. {@code
 * config/leadgate.yaml} explains the meaning, the unit and the default of each key; the names of
 * the components are these keys. Every constructor throws a {@link SettingsException} with a line
 * for each bad value, which names the key.
 */
public record Settings(
    Http http,
    Management management,
    Console console,
    OidcSettings oidc,
    Postgres postgres,
    Redis redis,
    Token token,
    Admin admin,
    Lead lead,
    Receiver receiver,
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
      SettingsCheck check = new SettingsCheck();
      check.present("http.host", host);
      check.within("http.port", port, 0, 65_535);
      check.within("http.event_loops", eventLoops, 0, 64);
      check.within(
          "http.request_timeout", requestTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
      check.within("http.head_timeout", headTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
      check.within("http.idle_timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
      if (check.within("http.connections_max", connectionsMax, 1, 1_000_000)) {
        check.within("http.connections_per_address", connectionsPerAddress, 1, connectionsMax);
      }
      check.networks("http.trusted_proxies", trustedProxies);
      check.end();
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

  public record Management(
      String host,
      int port,
      int connectionsMax,
      String publicOrigins,
      String hosts,
      String trustedProxies,
      Optional<String> userHeader,
      Optional<String> rolesHeader) {
    public Management {
      SettingsCheck check = new SettingsCheck();
      userHeader = userHeader.filter(name -> !name.isEmpty());
      rolesHeader = rolesHeader.filter(name -> !name.isEmpty());
      check.networks("management.trusted_proxies", trustedProxies);
      check.headerName("management.user_header", userHeader);
      check.headerName("management.roles_header", rolesHeader);
      if (userHeader.isPresent() && trustedProxies.isBlank()) {
        check.refuse("management.user_header", "needs management.trusted_proxies");
      }
      if (rolesHeader.isPresent() && userHeader.isEmpty()) {
        check.refuse("management.roles_header", "needs management.user_header");
      }
      check.origins("management.public_origins", publicOrigins);
      check.hosts("management.hosts", hosts);
      check.within("management.connections_max", connectionsMax, 1, 1_000_000);
      check.present("management.host", host);
      check.within("management.port", port, 0, 65_535);
      check.end();
    }

    /** The origins that browsers have in front of a proxy, in lower case; possibly empty. */
    public Set<String> publicOriginSet() {
      return SettingsCheck.split(publicOrigins);
    }

    /** The names by which browsers reach the listener, in lower case; possibly empty. */
    public Set<String> hostSet() {
      return SettingsCheck.split(hosts);
    }

    /** The networks of the proxies in front of the listener, possibly empty. */
    public List<Network> trustedNetworks() {
      return Network.parseList("management.trusted_proxies", trustedProxies);
    }
  }

  /**
   * The web console.
   *
   * @param banner a word that each page shows, such as the name of the environment
   */
  public record Console(Optional<String> banner, Duration sessionMax, Duration sessionIdle) {
    private static final int BANNER_LENGTH_MAX = 40;

    public Console {
      SettingsCheck check = new SettingsCheck();
      banner = banner.filter(text -> !text.isBlank());
      if (banner.filter(text -> text.length() > BANNER_LENGTH_MAX).isPresent()) {
        check.refuse(
            "console.banner", "must have at most %d characters".formatted(BANNER_LENGTH_MAX));
      }
      check.within("console.session_max", sessionMax, Duration.ofMinutes(1), Duration.ofDays(30));
      check.within("console.session_idle", sessionIdle, Duration.ofMinutes(1), Duration.ofDays(30));
      check.end();
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
      SettingsCheck check = new SettingsCheck();
      check
          .uri("postgres.uri", uri, "postgresql", "postgres")
          .filter(server -> server.getPath().length() < 2)
          .ifPresent(
              server ->
                  check.refuse("postgres.uri", "must name a database: postgresql://host/database"));
      check.within("postgres.lead_connections", leadConnections, 1, 64);
      check.within("postgres.keyed_lead_connections", keyedLeadConnections, 1, 64);
      check.within("postgres.quarantine_connections", quarantineConnections, 1, 64);
      check.within("postgres.search_connections", searchConnections, 1, 256);
      check.within("postgres.account_connections", accountConnections, 1, 64);
      check.within("postgres.admin_connections", adminConnections, 1, 64);
      check.end();
    }
  }

  public record Redis(Secret uri, String keyPrefix, Duration timeout) {
    public Redis {
      SettingsCheck check = new SettingsCheck();
      check.uri("redis.uri", uri, "redis", "rediss");
      check.within("redis.timeout", timeout, Duration.ofMillis(10), Duration.ofSeconds(10));
      check.end();
    }
  }

  public record Token(
      Secret signingKeys, String issuer, String audience, Duration reuse, int cacheMax) {
    /**
     * The least length of a key of HS256, which is the length of its hash (RFC 7518, section 3.2).
     */
    private static final int KEY_BYTES_MIN = 32;

    public Token {
      SettingsCheck check = new SettingsCheck();
      if (check.secret("token.signing_keys", signingKeys)) {
        split(signingKeys).stream()
            .filter(key -> key.length < KEY_BYTES_MIN)
            .findFirst()
            .ifPresent(
                key ->
                    check.refuse(
                        "token.signing_keys",
                        "(LEADGATE_TOKEN_SIGNING_KEYS): a key has %d bytes; each needs at least %d"
                            .formatted(key.length, KEY_BYTES_MIN)));
      }
      check.issuer("token.issuer", issuer);
      check.present("token.audience", audience);
      check.within("token.reuse", reuse, Duration.ZERO, Duration.ofMinutes(30));
      check.within("token.cache_max", cacheMax, 1, 10_000_000);
      check.end();
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
      SettingsCheck check = new SettingsCheck();
      username = username.filter(name -> !name.isEmpty());
      password = password.filter(word -> !word.value().isEmpty());
      if (username.isPresent() != password.isPresent()) {
        check.refuse(
            "admin.username",
            "and admin.password (LEADGATE_ADMIN_USERNAME, LEADGATE_ADMIN_PASSWORD) must be set together");
      }
      if (username.filter(name -> name.contains(":")).isPresent()) {
        check.refuse("admin.username", "must not contain a colon (RFC 7617)");
      }
      check.end();
    }
  }

  public record Lead(Duration idempotencyWindow, Duration idempotencySweep, Duration dedupeWindow) {
    public Lead {
      SettingsCheck check = new SettingsCheck();
      check.within(
          "lead.idempotency_window", idempotencyWindow, Duration.ofMinutes(1), Duration.ofDays(30));
      check.within(
          "lead.idempotency_sweep", idempotencySweep, Duration.ofMillis(100), Duration.ofHours(1));
      check.within("lead.dedupe_window", dedupeWindow, Duration.ZERO, Duration.ofDays(30));
      if (!dedupeWindow.truncatedTo(ChronoUnit.SECONDS).equals(dedupeWindow)) {
        check.refuse("lead.dedupe_window", "must be in whole seconds");
      }
      check.end();
    }
  }

  /** Whether the receivers of leads take static keys. */
  public record Receiver(boolean staticKeys) {}

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
    static final long BUDGET_BYTES_MIN = 1 << 20;

    /** Far more than a heap, so that sums do not overflow. */
    private static final long BYTES_MAX = 1L << 40;

    public Limits {
      SettingsCheck check = new SettingsCheck();
      check.within("limits.budget_bytes", budgetBytes, BUDGET_BYTES_MIN, BYTES_MAX);
      if (check.within("limits.body_bytes", bodyBytes, 1, 16 << 20)) {
        check.within("limits.array_bytes", arrayBytes, bodyBytes, 16 << 20);
      }
      check.within("limits.array_items", arrayItems, 1, 10_000);
      check.within("limits.quarantine_body_bytes", quarantineBodyBytes, 1, 16 << 20);
      check.within("limits.fields", fields, 1, 10_000);
      check.within("limits.json_depth", jsonDepth, 1, 100);
      check.within("limits.request_line_bytes", requestLineBytes, 256, 1 << 20);
      check.within("limits.header_bytes", headerBytes, 256, 1 << 20);
      check.within("limits.header_lines", headerLines, 1, 10_000);
      if (check.within("limits.queued_leads", queuedLeads, 1, 10_000_000)) {
        check.within("limits.batch_leads", batchLeads, 1, Math.min(10_000, queuedLeads));
      }
      check.within("limits.lead_sources", leadSources, 1, 1_000_000);
      check.within("limits.lead_types", leadTypes, 1, 100_000);
      check.within("limits.campaigns", campaigns, 1, 1_000_000);
      check.within("limits.campaigns_per_lead_source", campaignsPerLeadSource, 1, 10_000);
      check.within("limits.catalog_bytes", catalogBytes, 1 << 16, BYTES_MAX);
      check.within("limits.failed_logins_per_minute", failedLoginsPerMinute, 0, 1_000_000);
      check.within("limits.revoked_tokens_per_credential", revokedTokensPerCredential, 1, 100_000);
      check.end();
    }
  }

  /**
   * The bounds of the kept requests that have no valid token, and of the kept leads that a
   * duplicate rule refused.
   */
  public record Quarantine(
      int signedRowsMax,
      int strangersRowsMax,
      int strangersPerSecond,
      int duplicatesRowsMax,
      Duration duplicatesRetention) {
    public Quarantine {
      SettingsCheck check = new SettingsCheck();
      check.within("quarantine.signed_rows_max", signedRowsMax, 0, 1_000_000_000);
      check.within("quarantine.strangers_rows_max", strangersRowsMax, 0, 1_000_000_000);
      check.within("quarantine.strangers_per_second", strangersPerSecond, 0, 1_000_000);
      check.within("quarantine.duplicates_rows_max", duplicatesRowsMax, 0, 1_000_000_000);
      check.within(
          "quarantine.duplicates_retention",
          duplicatesRetention,
          Duration.ofHours(1),
          Duration.ofDays(365));
      check.end();
    }
  }

  /**
   * The time limits of storage. The name {@code waitMax} stands for the key {@code wait}, which is
   * forbidden as a component's name.
   */
  public record Storage(
      @JsonProperty("wait") Duration waitMax, Duration batchTimeout, boolean migrate) {
    public Storage {
      SettingsCheck check = new SettingsCheck();
      check.within("storage.wait", waitMax, Duration.ofMillis(100), Duration.ofMinutes(5));
      check.within(
          "storage.batch_timeout", batchTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
      check.end();
    }
  }

  public record Log(String format, String level) {
    public Log {
      SettingsCheck check = new SettingsCheck();
      check.oneOf("log.format", format, "json", "text");
      check.oneOf("log.level", level, "error", "warn", "info", "debug");
      check.end();
    }
  }

  public record Catalog(Duration poll) {
    public Catalog {
      SettingsCheck check = new SettingsCheck();
      check.within("catalog.poll", poll, Duration.ofMillis(50), Duration.ofMillis(500));
      check.end();
    }
  }
}
