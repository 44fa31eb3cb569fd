package io.leadgate.support;

import io.leadgate.support.process.PostgresServer;
import io.leadgate.support.process.PostgresUri;
import io.leadgate.support.process.RedisServer;
import io.leadgate.support.process.ShutdownHook;
import java.util.UUID;

/**
 * Runs a single Postgres and a single Redis for all tests of a JVM; each starts when the first test
 * asks for it. A shutdown hook closes the servers, and not an extension of JUnit, so that a test
 * needs no annotation.
 *
 * <p>Where LEADGATE_POSTGRES_URI or LEADGATE_REDIS_URI is set, the tests use that server instead;
 * there they keep to their own databases and their own key prefix, and remove both at the end.
 *
 * <p>A test that stops or breaks a server starts its own, with {@link
 * PostgresServer#startTemporary} and {@link RedisServer#startTemporary}.
 */
public final class SharedServers {

  private SharedServers() {}

  /**
   * The server on which {@link #newDatabase} makes databases; the URI names a database that exists
   * already.
   */
  public static PostgresUri postgres() {
    return Postgres.URI;
  }

  /** The server, and the prefix that each of the tests' keys must have. */
  public static SharedRedis redis() {
    return Redis.SHARED;
  }

  /**
   * Makes a database with the schema of this release and the admin of the tests. A database that is
   * not closed is removed when the JVM ends.
   */
  public static TestDatabase newDatabase() {
    return Template.READY.copy(newName());
  }

  /** Makes an empty database, for a test of the migration or of the first admin. */
  public static TestDatabase emptyDatabase() {
    return TestDatabase.createOn(postgres(), newName());
  }

  private static String newName() {
    return "leadgate_test_" + random();
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private static final class Postgres {
    private static final PostgresUri URI = start();

    private static PostgresUri start() {
      String given = System.getenv("LEADGATE_POSTGRES_URI");
      if (given != null) {
        ShutdownHook.register(TestDatabase::dropAll);
        return PostgresUri.parse(given);
      }
      PostgresServer server = PostgresServer.startTemporary();
      ShutdownHook.register(server::close);
      return PostgresUri.parse(server.uri("postgres"));
    }
  }

  private static final class Template {
    private static final TestDatabase READY = emptyDatabase().madeReady();
  }

  private static final class Redis {
    private static final SharedRedis SHARED = start();

    private static SharedRedis start() {
      String prefix = "leadgate-test-" + random() + ":";
      String given = System.getenv("LEADGATE_REDIS_URI");
      if (given != null) {
        SharedRedis shared = new SharedRedis(given, prefix);
        ShutdownHook.register(shared::removeKeys);
        return shared;
      }
      RedisServer server = RedisServer.startTemporary();
      ShutdownHook.register(server::close);
      return new SharedRedis(server.uri(), prefix);
    }
  }
}
