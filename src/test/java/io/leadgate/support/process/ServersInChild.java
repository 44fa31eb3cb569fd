package io.leadgate.support.process;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts a Postgres and a Redis, prints their ports and directories, and waits to be killed. */
final class ServersInChild {

  private ServersInChild() {}

  /**
   * @param arguments the directory of the servers, which are temporary without it
   */
  public static void main(String[] arguments) throws InterruptedException {
    PostgresServer postgres =
        arguments.length == 0
            ? PostgresServer.startTemporary()
            : PostgresServer.startIn(Path.of(arguments[0], "postgres"));
    RedisServer redis =
        arguments.length == 0
            ? RedisServer.startTemporary()
            : RedisServer.startIn(Path.of(arguments[0], "redis"));
    System.out.println(postgres.port());
    System.out.println(postgres.directory());
    System.out.println(redis.port());
    System.out.println(redis.directory());
    new CountDownLatch(1).await();
  }
}
