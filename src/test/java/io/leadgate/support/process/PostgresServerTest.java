package io.leadgate.support.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
class PostgresServerTest {

  @Test
  void serverCommitsAsInProduction() throws Exception {
    try (PostgresServer server = PostgresServer.startTemporary()) {
      assertThat(ask(server, "SHOW server_version")).startsWith("18.");
      assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(server, "SHOW max_connections")).isEqualTo("200");
      assertThat(ask(server, "SELECT datcollate FROM pg_database LIMIT 1")).isEqualTo("C");
    }
  }

  @Test
  void closedServerLeavesNothingBehind() throws Exception {
    PostgresServer server = PostgresServer.startTemporary();
    server.close();
    assertThat(server.directory()).doesNotExist();
    assertThat(FreePort.isFree(server.port())).isTrue();
  }

  @Test
  void restartedServerKeepsDataAndPort() throws Exception {
    try (PostgresServer server = PostgresServer.startTemporary()) {
      int port = server.port();
      server.createDatabase("kept");
      server.restart();
      assertThat(server.port()).isEqualTo(port);
      assertThat(databases(server, "kept")).isEqualTo("1");
      server.kill();
      assertThat(FreePort.isFree(port)).isTrue();
      server.start();
      assertThat(databases(server, "kept")).isEqualTo("1");
      server.dropDatabase("kept");
      assertThat(databases(server, "kept")).isEqualTo("0");
    }
  }

  @Test
  void nextServerFindsTheData(@TempDir Path directory) throws Exception {
    try (PostgresServer server = PostgresServer.startIn(directory)) {
      server.createDatabase("kept");
    }
    try (PostgresServer server = PostgresServer.startIn(directory)) {
      assertThat(databases(server, "kept")).isEqualTo("1");
    }
  }

  @Test
  void incompleteDataIsMadeAnew(@TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("data/base"));
    Files.writeString(directory.resolve("data/PG_VERSION"), "18\n");
    Files.createDirectories(directory.resolve("unfinished-1/base"));
    try (PostgresServer server = PostgresServer.startIn(directory)) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
      assertThat(directory.resolve("unfinished-1")).doesNotExist();
    }
  }

  @Test
  void serverStartsThoughThePidFileNamesAnotherProcess(@TempDir Path directory) throws Exception {
    PostgresServer.startIn(directory).close();
    String ownPid = Long.toString(ProcessHandle.current().pid());
    Files.writeString(directory.resolve("data/postmaster.pid"), ownPid + "\n" + directory + "\n");
    try (PostgresServer server = PostgresServer.startIn(directory)) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  private static String databases(PostgresServer server, String name) throws SQLException {
    return ask(server, "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'");
  }

  private static String ask(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = PostgresUri.parse(server.uri("postgres")).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
