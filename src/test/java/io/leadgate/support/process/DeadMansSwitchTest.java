package io.leadgate.support.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.http.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadMansSwitchTest {

  private static final Duration STOP_MAX = Duration.ofSeconds(15);

  /** What {@link ServersInChild} tells. */
  private record Told(int postgresPort, Path postgresHome, int redisPort, Path redisHome) {

    static Told by(ChildJvm child) throws Exception {
      return new Told(
          Integer.parseInt(child.line()),
          Path.of(child.line()),
          Integer.parseInt(child.line()),
          Path.of(child.line()));
    }

    boolean runs() {
      return !FreePort.isFree(postgresPort) && !FreePort.isFree(redisPort);
    }

    boolean isGone() {
      return FreePort.isFree(postgresPort) && FreePort.isFree(redisPort);
    }
  }

  @Test
  void stopsTheServersOfAJvmThatWasKilled() throws Exception {
    try (ChildJvm child = ChildJvm.start(ServersInChild.class)) {
      Told told = Told.by(child);
      assertThat(told.runs()).isTrue();
      child.kill();
      Await.until("the end of the servers", STOP_MAX, told::isGone);
      Await.until(
          "the removal of their directories",
          STOP_MAX,
          () -> Files.notExists(told.postgresHome()) && Files.notExists(told.redisHome()));
    }
  }

  @Test
  void stopsThemThoughTheirDirectoriesAreGone(@TempDir Path directory) throws Exception {
    try (ChildJvm child = ChildJvm.start(ServersInChild.class, directory.toString())) {
      Told told = Told.by(child);
      ServerDirectory.delete(directory);
      child.kill();
      Await.until("the end of the servers", STOP_MAX, told::isGone);
    }
  }

  @Test
  void theNextStartStopsServersThatEvenTheSwitchHasLeft(@TempDir Path directory) throws Exception {
    try (ChildJvm child = ChildJvm.start(ServersInChild.class, directory.toString())) {
      Told told = Told.by(child);
      child.killWithChildren();
      assertThat(told.runs()).isTrue();
      try (PostgresServer postgres = PostgresServer.startIn(directory.resolve("postgres"));
          RedisServer redis = RedisServer.startIn(directory.resolve("redis"))) {
        assertThat(told.isGone()).isTrue();
        assertThat(FreePort.isFree(postgres.port())).isFalse();
        assertThat(FreePort.isFree(redis.port())).isFalse();
      }
    }
  }
}
