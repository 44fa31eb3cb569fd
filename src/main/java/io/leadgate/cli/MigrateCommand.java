package io.leadgate.cli;

import io.leadgate.RootCause;
import io.leadgate.config.GivenSettings;
import io.leadgate.config.Settings;
import io.leadgate.log.LogSetup;
import io.leadgate.postgres.Migrations;
import io.leadgate.postgres.Migrations.Schema;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.EventLog;
import io.leadgate.telemetry.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Brings the schema of the database up to date. Waits some time for a Postgres that is unreachable,
 * so that both can start in any order and a wrong address still ends the command.
 */
@Command(
    name = "migrate",
    description = {
      "Brings the schema of the database up to date, and exits.",
      "Needs only postgres.uri. Waits for a PostgreSQL that is away."
    },
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

  private static final Duration LOGIN_MAX = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<String, String> environment;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "The longest wait for a PostgreSQL that is away. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds;

  MigrateCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    GivenSettings given = GivenSettings.read(environment);
    Settings.Postgres postgres = given.postgres();
    LogSetup.begin(given.log());
    Telemetry log = new EventLog();
    Schema schema = migrate(new Migrations(postgres.uri(), LOGIN_MAX), log);
    log.emit(new Event.Migrated(schema.version(), schema.applied()));
    return ExitStatus.DONE;
  }

  private Schema migrate(Migrations migrations, Telemetry log) throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      try {
        return migrations.run();
      } catch (RuntimeException e) {
        if (SqlFailure.of(e) != SqlFailure.PASSING
            || System.nanoTime() - began > Duration.ofSeconds(waitSeconds).toNanos()) {
          throw e;
        }
        log.emit(new Event.WaitingForPostgres(RootCause.line(e)));
        Thread.sleep(PAUSE);
      }
    }
  }
}
