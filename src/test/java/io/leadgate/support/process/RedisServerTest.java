package io.leadgate.support.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
class RedisServerTest {

  @Test
  void restartedServerKeepsItsPort() {
    try (RedisServer server = RedisServer.startTemporary()) {
      int port = server.port();
      server.stop();
      assertThat(FreePort.isFree(port)).isTrue();
      server.start();
      server.restart();
      server.kill();
      assertThat(FreePort.isFree(port)).isTrue();
      server.start();
      assertThat(server.port()).isEqualTo(port);
      assertThat(server.uri()).isEqualTo("redis://127.0.0.1:" + port);
      assertThat(FreePort.isFree(port)).isFalse();
    }
  }

  @Test
  void serverWithoutItsDirectoryStops(@TempDir Path directory) {
    RedisServer server = RedisServer.startIn(directory.resolve("redis"));
    ServerDirectory.delete(server.directory());
    server.close();
    assertThat(FreePort.isFree(server.port())).isTrue();
  }

  @Test
  void closedServerLeavesNothingBehind() {
    RedisServer server = RedisServer.startTemporary();
    server.close();
    assertThat(server.directory()).doesNotExist();
    assertThat(FreePort.isFree(server.port())).isTrue();
  }
}
