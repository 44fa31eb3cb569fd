package io.leadgate.postgres;

import io.leadgate.config.Secret;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;

/**
 * Brings the schema up to date, or looks whether the schema is up to date. Safe on several nodes at
 * once, because Flyway locks. The commits wait for no standby, because that wait has no bound while
 * the standby is away. The standby gets the schema before any lead.
 *
 * <p>Each method blocks its thread. Thread-safe.
 */
public final class Migrations {

  private static final String FIRST = "1";

  /** The most tries at migrations that wait for a lock, half a second each. */
  private static final int TRIES_MAX = 60;

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private static final Set<ErrorCode> ANOTHER =
      Set.of(CoreErrorCode.CHECKSUM_MISMATCH, CoreErrorCode.DESCRIPTION_MISMATCH);

  private final PgConnectOptions options;
  private final Duration loginMax;

  /**
   * A schema that is as new as this version of the gateway, or newer.
   *
   * @param version the number of the newest migration in the database
   * @param applied the number of migrations that this process has applied now
   */
  public record Schema(String version, int applied) {}

  /** Reports a schema with which this version of the gateway cannot work. */
  public static final class SchemaUnfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SchemaUnfit(String message) {
      super(message);
    }
  }

  /**
   * @param loginMax the longest wait for the answer to a login, in whole seconds; 0 for no bound.
   *     With a bound an interrupt ends the wait, and the driver leaves a thread behind for each
   *     login that a silent server never answers
   */
  public Migrations(Secret uri, Duration loginMax) {
    this.options = PgConnectOptions.fromUri(uri.value());
    this.loginMax = loginMax;
  }

  /**
   * Applies the migrations that the database lacks.
   *
   * @throws SchemaUnfit if the schema was made by other migrations
   */
  public Schema run() {
    refuseUnfit();
    AppliedCount count = new AppliedCount();
    Flyway flyway = configuration().callbacks(count).load();
    apply(flyway);
    return new Schema(version(flyway.info()), count.applied());
  }

  /**
   * Applies the migrations, and tries again behind a pause where a lock was not free soon, because
   * all leads wait behind a migration that waits for a lock. The try is undone.
   */
  private static void apply(Flyway flyway) {
    for (int tries = 1; ; tries++) {
      try {
        flyway.migrate();
        return;
      } catch (FlywayException e) {
        if (!SqlFailure.cause(e).equals(SqlFailure.LOCK_NOT_AVAILABLE) || tries == TRIES_MAX) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(FlywayException failure) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  /**
   * Looks at the schema and changes nothing.
   *
   * @throws SchemaUnfit if the database lacks a migration, or was made by other migrations
   */
  public Schema look() {
    refuseUnfit();
    MigrationInfoService info = configuration().load().info();
    MigrationInfo[] pending = info.pending();
    if (pending.length > 0) {
      throw new SchemaUnfit(
          "the schema of the database is at version %s, and version %s is needed; run: migrate (a gateway does it at its start, unless storage.migrate is off)"
              .formatted(version(info), pending[pending.length - 1].getVersion()));
    }
    if (Arrays.stream(info.all()).anyMatch(each -> each.getState().isFailed())) {
      throw new SchemaUnfit("a migration of the database has failed; run: migrate");
    }
    return new Schema(version(info), 0);
  }

  /**
   * Whether the database has the schema of a version before the first release: its first migration
   * is another than the first migration of this gateway, which has not changed since.
   */
  public boolean findsSchemaOfBeforeTheFirstRelease() {
    return unfit().stream().anyMatch(Migrations::isAnotherFirst);
  }

  /** The migrations of the database that are not those of this gateway, and have not failed. */
  private List<ValidateOutput> unfit() {
    return configuration()
        .ignoreMigrationPatterns("*:future", "*:pending")
        .load()
        .validateWithResult()
        .invalidMigrations
        .stream()
        .filter(each -> each.errorDetails.errorCode != CoreErrorCode.FAILED_VERSIONED_MIGRATION)
        .toList();
  }

  private static boolean isAnotherFirst(ValidateOutput migration) {
    return FIRST.equals(migration.version) && ANOTHER.contains(migration.errorDetails.errorCode);
  }

  private void refuseUnfit() {
    List<ValidateOutput> unfit = unfit();
    if (unfit.stream().anyMatch(Migrations::isAnotherFirst)) {
      throw new SchemaUnfit(
          "the database %s has the schema of a Leadgate from before its first release, which cannot be migrated; name a new database in postgres.uri"
              .formatted(options.getDatabase()));
    }
    if (!unfit.isEmpty()) {
      ValidateOutput first = unfit.getFirst();
      throw new SchemaUnfit(
          "the database %s has a migration that this gateway does not have so: %s %s (%s); restore the table flyway_schema_history, or name another database in postgres.uri"
              .formatted(
                  options.getDatabase(),
                  first.version,
                  first.description,
                  first.errorDetails.errorCode));
    }
  }

  private static String version(MigrationInfoService info) {
    return Arrays.stream(info.applied())
        .map(each -> String.valueOf(each.getVersion()))
        .reduce((first, last) -> last)
        .orElse("0");
  }

  private FluentConfiguration configuration() {
    return Flyway.configure()
        .dataSource(jdbcUrl(), options.getUser(), options.getPassword())
        .locations("classpath:db/migration")
        // The lock of a session, because an index that is made CONCURRENTLY waits for transactions.
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .connectRetries(0);
  }

  private String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s?connectTimeout=5&loginTimeout=%d&tcpKeepAlive=true&ApplicationName=leadgate-migrations&options=-csynchronous_commit=local%%20-clock_timeout=500ms&sslmode=%s"
        .formatted(
            options.getHost(),
            options.getPort(),
            URLEncoder.encode(options.getDatabase(), StandardCharsets.UTF_8),
            loginMax.toSeconds(),
            options.getSslMode().value);
  }
}
