package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Starts a gateway on a Redis that is not a primary of its own. */
@Tag("faults")
class RedisRoleSpec {

  private static final Duration MAX = Duration.ofMinutes(1);

  private final TestDatabase database = SharedServers.newDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  private Map<String, String> environment(RedisServer redis) {
    return RunningGateway.environment(database, Map.of("LEADGATE_REDIS_URI", redis.uri()));
  }

  /** The lines of a start that is refused, without those of the log. */
  private List<String> refusal(RedisServer redis) {
    try (GatewayProcess gateway = GatewayProcess.launch(environment(redis))) {
      assertThat(gateway.exitStatus(MAX)).isEqualTo(1);
      return gateway.standardError().lines().filter(line -> !line.startsWith("{")).toList();
    }
  }

  @Test
  void sentinelIsRefusedInOneLine() {
    try (RedisServer sentinel = RedisServer.startSentinel()) {
      assertThat(refusal(sentinel))
          .containsExactly(
              "leadgate cannot start: redis.uri leads to a Redis Sentinel, which has no data; name"
                  + " the primary that it watches");
    }
  }

  @Test
  void nodeOfAClusterIsRefusedInOneLine() {
    try (RedisServer node = RedisServer.startWith("--cluster-enabled", "yes")) {
      assertThat(refusal(node))
          .containsExactly(
              "leadgate cannot start: redis.uri leads to a node of a Redis Cluster, which has only"
                  + " some keys; name a Redis of its own");
    }
  }

  @Test
  void replicaIsWarnedOf() {
    try (RedisServer primary = RedisServer.startTemporary();
        RedisServer replica =
            RedisServer.startWith("--replicaof", "127.0.0.1", Integer.toString(primary.port()));
        GatewayProcess gateway = GatewayProcess.start(environment(replica))) {
      assertThat(gateway.standardError())
          .contains("\"message\":\"redis is a replica, which takes no writes\"");
    }
  }
}
