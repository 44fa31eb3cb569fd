package io.leadgate.dev;

import io.leadgate.config.Secret;
import io.leadgate.postgres.Migrations;
import io.leadgate.support.process.PostgresServer;
import io.leadgate.support.process.PostgresUri;
import io.leadgate.support.process.RedisServer;
import io.leadgate.support.process.StartedParts;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * The Postgres and the Redis of the development run: the servers that the environment names, or the
 * run's own.
 */
record DevelopmentServers(String postgresUri, String redisUri) {

  private static final String DATABASE = "leadgate";

  static DevelopmentServers start(
      Map<String, String> environment, Path directory, StartedParts parts) throws Exception {
    String postgres = environment.getOrDefault("LEADGATE_POSTGRES_URI", "");
    String redis = environment.getOrDefault("LEADGATE_REDIS_URI", "");
    return new DevelopmentServers(
        postgres.isEmpty() ? postgres(directory.resolve("postgres"), parts) : postgres,
        redis.isEmpty() ? redis(directory.resolve("redis"), parts) : redis);
  }

  private static String postgres(Path directory, StartedParts parts) throws Exception {
    PostgresServer server = parts.start(() -> PostgresServer.startIn(directory));
    if (exists(server)) {
      replaceIfOld(server);
    } else {
      server.createDatabase(DATABASE);
    }
    return server.uri(DATABASE);
  }

  /** Replaces a database of before the first release, because no migration leads from there. */
  private static void replaceIfOld(PostgresServer server) throws SQLException, IOException {
    Secret uri = new Secret(server.uri(DATABASE));
    if (new Migrations(uri, Duration.ZERO).findsSchemaOfBeforeTheFirstRelease()) {
      execute(server, "DROP DATABASE " + DATABASE);
      server.createDatabase(DATABASE);
      System.out.println(
          "leadgate: The database was of a version before the first release, and is made anew.");
    }
  }

  private static void execute(PostgresServer server, String sql) throws SQLException, IOException {
    try (Connection connection = PostgresUri.parse(server.uri("postgres")).connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String redis(Path directory, StartedParts parts) throws Exception {
    return parts.start(() -> RedisServer.startIn(directory)).uri();
  }

  private static boolean exists(PostgresServer server) throws SQLException, IOException {
    try (Connection connection = PostgresUri.parse(server.uri("postgres")).connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
      return row.next();
    }
  }
}
