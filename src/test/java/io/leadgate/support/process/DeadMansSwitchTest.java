package io.leadgate.support.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
class DeadMansSwitchTest {

  private static final Duration STOP_MAX = Duration.ofSeconds(15);

  /** The servers of a child, as {@link ServersInChild} prints them. */
  private record Servers(
      int postgresPort, Path postgresDirectory, int redisPort, Path redisDirectory) {

    static Servers of(ChildJvm child) throws Exception {
      return new Servers(
          Integer.parseInt(child.line()),
          Path.of(child.line()),
          Integer.parseInt(child.line()),
          Path.of(child.line()));
    }

    boolean areRunning() {
      return !FreePort.isFree(postgresPort) && !FreePort.isFree(redisPort);
    }

    boolean areGone() {
      return FreePort.isFree(postgresPort) && FreePort.isFree(redisPort);
    }
  }

  @Test
  void serversOfAKilledJvmAreStopped() throws Exception {
    try (ChildJvm child = ChildJvm.start(ServersInChild.class)) {
      Servers servers = Servers.of(child);
      assertThat(servers.areRunning()).isTrue();
      child.kill();
      Await.until("the end of the servers", STOP_MAX, servers::areGone);
      Await.until(
          "the removal of their directories",
          STOP_MAX,
          () ->
              Files.notExists(servers.postgresDirectory())
                  && Files.notExists(servers.redisDirectory()));
    }
  }

  @Test
  void serversWithoutTheirDirectoriesAreStopped(@TempDir Path directory) throws Exception {
    try (ChildJvm child = ChildJvm.start(ServersInChild.class, directory.toString())) {
      Servers servers = Servers.of(child);
      ServerDirectory.delete(directory);
      child.kill();
      Await.until("the end of the servers", STOP_MAX, servers::areGone);
    }
  }

  @Test
  void nextStartStopsServersThatTheSwitchLeft(@TempDir Path directory) throws Exception {
    try (ChildJvm child = ChildJvm.start(ServersInChild.class, directory.toString())) {
      Servers servers = Servers.of(child);
      child.killWithChildren();
      assertThat(servers.areRunning()).isTrue();
      try (PostgresServer postgres = PostgresServer.startIn(directory.resolve("postgres"));
          RedisServer redis = RedisServer.startIn(directory.resolve("redis"))) {
        assertThat(servers.areGone()).isTrue();
        assertThat(FreePort.isFree(postgres.port())).isFalse();
        assertThat(FreePort.isFree(redis.port())).isFalse();
      }
    }
  }
}
