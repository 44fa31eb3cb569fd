package io.leadgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Migrates empty databases by the command. */
class MigrateSpec {

  private static final Duration END_MAX = Duration.ofMinutes(2);
  private static final String UP_TO_DATE = "\"message\":\"the schema is up to date\"";

  @Test
  void commandsAtTheSameTimeMigrateOnce() {
    try (TestDatabase database = SharedServers.emptyDatabase()) {
      List<GatewayProcess> commands =
          Stream.generate(() -> GatewayProcess.launchCommand(postgresOnly(database), "migrate"))
              .limit(3)
              .toList();
      try {
        assertThat(commands).allMatch(command -> command.exitStatus(END_MAX) == 0);
        assertThat(commands).allMatch(command -> command.standardError().contains(UP_TO_DATE));
        assertThat(commands.stream().mapToInt(command -> number("applied\":", command)).sum())
            .as("migrations, of which the commands may share the work")
            .isEqualTo(number("version\":\"", commands.getFirst()));
      } finally {
        commands.forEach(GatewayProcess::close);
      }
    }
  }

  /** The number behind a text in the line that tells of the schema. */
  private static int number(String behind, GatewayProcess command) {
    String line =
        command
            .standardError()
            .lines()
            .filter(each -> each.contains(UP_TO_DATE))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(
        line.substring(line.indexOf(behind) + behind.length()).replaceFirst("\\D.*", ""));
  }

  @Test
  void gatewayThatMayNotMigrateNeedsTheCommandFirst() {
    try (TestDatabase database = SharedServers.emptyDatabase()) {
      Map<String, String> environment =
          RunningGateway.environment(database, Map.of("LEADGATE_STORAGE_MIGRATE", "false"));
      try (GatewayProcess early = GatewayProcess.launch(environment)) {
        assertThat(early.exitStatus(END_MAX)).isEqualTo(1);
        assertThat(early.standardError().lines().filter(line -> !line.startsWith("{")))
            .singleElement()
            .asString()
            .matches(
                "leadgate cannot start: the schema of the database is at version 0, and version \\d+ is needed; run: migrate .*");
      }
      try (GatewayProcess command =
          GatewayProcess.launchCommand(postgresOnly(database), "migrate")) {
        assertThat(command.exitStatus(END_MAX)).as(command.output()).isZero();
      }
      try (GatewayProcess gateway = GatewayProcess.start(environment)) {
        assertThat(gateway.management().get("/health/ready").status()).isEqualTo(200);
        assertThat(gateway.standardError()).contains(UP_TO_DATE);
      }
    }
  }

  @Test
  void olderVersionStartsOnANewerSchema() throws SQLException {
    try (TestDatabase database = SharedServers.emptyDatabase()) {
      Map<String, String> environment = postgresOnly(database);
      try (GatewayProcess command = GatewayProcess.launchCommand(environment, "migrate")) {
        assertThat(command.exitStatus(END_MAX)).as(command.output()).isZero();
      }
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '9999', 'newer', type, 'V9999__newer.sql', 1, installed_by, now(), 1, true FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1");
      }
      String newer = "\"version\":\"9999\",\"applied\":0}";
      try (GatewayProcess command = GatewayProcess.launchCommand(environment, "migrate")) {
        assertThat(command.exitStatus(END_MAX)).as(command.output()).isZero();
        assertThat(command.standardError()).contains(newer);
      }
      for (String migrate : List.of("true", "false")) {
        try (GatewayProcess gateway =
            GatewayProcess.start(
                RunningGateway.environment(
                    database, Map.of("LEADGATE_STORAGE_MIGRATE", migrate)))) {
          assertThat(gateway.management().get("/health/ready").status()).isEqualTo(200);
          assertThat(gateway.standardError()).contains(newer);
        }
      }
    }
  }

  @Test
  void databaseOfBeforeTheFirstReleaseIsRefusedInOneLine() throws SQLException {
    try (TestDatabase database = SharedServers.emptyDatabase();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      database.migrateTo("latest");
      statement.execute(
          "UPDATE flyway_schema_history SET description = 'first slice', script = 'V1__first_slice.sql', checksum = 1 WHERE version = '1'");
      statement.execute(
          "UPDATE flyway_schema_history SET description = 'catalog weight', script = 'V7__catalog_weight.sql', checksum = 1 WHERE version = '7'");
      List<GatewayProcess> refused =
          List.of(
              GatewayProcess.launchCommand(postgresOnly(database), "migrate"),
              GatewayProcess.launch(RunningGateway.environment(database, Map.of())),
              GatewayProcess.launch(
                  RunningGateway.environment(
                      database, Map.of("LEADGATE_STORAGE_MIGRATE", "false"))));
      try {
        for (GatewayProcess process : refused) {
          assertThat(process.exitStatus(END_MAX)).isEqualTo(1);
          assertThat(process.standardError().lines().filter(line -> !line.startsWith("{")))
              .singleElement()
              .asString()
              .endsWith(
                  " has the schema of a Leadgate from before its first release, which cannot be migrated; name a new database in postgres.uri");
        }
      } finally {
        refused.forEach(GatewayProcess::close);
      }
    }
  }

  @Test
  void gatewayThatMayNotMigrateRefusesAFailedMigration() throws SQLException {
    try (TestDatabase database = SharedServers.emptyDatabase()) {
      try (GatewayProcess command =
          GatewayProcess.launchCommand(postgresOnly(database), "migrate")) {
        assertThat(command.exitStatus(END_MAX)).as(command.output()).isZero();
      }
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "UPDATE flyway_schema_history SET success = false WHERE installed_rank = (SELECT max(installed_rank) FROM flyway_schema_history)");
      }
      try (GatewayProcess gateway =
          GatewayProcess.launch(
              RunningGateway.environment(database, Map.of("LEADGATE_STORAGE_MIGRATE", "false")))) {
        assertThat(gateway.exitStatus(END_MAX)).isEqualTo(1);
        assertThat(gateway.standardError())
            .contains(
                "leadgate cannot start: a migration of the database has failed; run: migrate");
      }
    }
  }

  /** A server that is frozen takes connections, because its machine does, and says nothing. */
  @Test
  void silentServerIsWaitedForLikeAnAbsentServer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        GatewayProcess command =
            GatewayProcess.launchCommand(
                Map.of(
                    "LEADGATE_POSTGRES_URI",
                    "postgresql://me:hidden@127.0.0.1:%d/db".formatted(silent.getLocalPort())),
                "migrate",
                "--wait=8")) {
      assertThat(command.exitStatus(END_MAX)).isEqualTo(1);
      assertThat(command.standardError())
          .contains("\"message\":\"waiting for postgres\"", "leadgate cannot migrate: ")
          .doesNotContain("hidden");
    }
  }

  @Test
  void wrongDatabaseEndsTheCommandAtOnce() {
    try (TestDatabase database = SharedServers.emptyDatabase()) {
      Map<String, String> environment = postgresOnly(database);
      environment.merge("LEADGATE_POSTGRES_URI", "_not_there", String::concat);
      try (GatewayProcess command = GatewayProcess.launchCommand(environment, "migrate")) {
        assertThat(command.exitStatus(END_MAX)).isEqualTo(1);
        assertThat(command.standardError().lines())
            .singleElement()
            .asString()
            .startsWith("leadgate cannot migrate: ")
            .contains("_not_there");
      }
    }
  }

  private static Map<String, String> postgresOnly(TestDatabase database) {
    String variable = "LEADGATE_POSTGRES_URI";
    Map<String, String> all = RunningGateway.environment(database, Map.of());
    return new HashMap<>(Map.of(variable, all.getOrDefault(variable, "")));
  }
}
