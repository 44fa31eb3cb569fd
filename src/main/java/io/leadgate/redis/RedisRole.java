package io.leadgate.redis;

import io.leadgate.config.SettingsException;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** The role of the server at {@code redis.uri}, by its own word (INFO: redis_mode and role). */
enum RedisRole {
  /** A server that takes reads and writes, or that does not tell what it is. */
  PRIMARY,
  /** A server that takes reads alone. */
  REPLICA,
  /** A server that has no data, and names the primary that it watches. */
  SENTINEL,
  /** A server that has a part of the keys, and refuses the others. */
  CLUSTER_NODE;

  /** Asks a server. A server that refuses INFO, as its rights may be, counts as a primary. */
  static Future<RedisRole> of(RedisConnection connection) {
    return connection
        .send(Request.cmd(Command.INFO))
        .map(RedisRole::of)
        .recover(
            failure ->
                ErrorReply.word(failure).isPresent()
                    ? Future.succeededFuture(PRIMARY)
                    : Future.failedFuture(failure));
  }

  private static RedisRole of(@Nullable Response info) {
    String text = info == null ? "" : info.toString();
    if (text.contains("redis_mode:sentinel")) {
      return SENTINEL;
    }
    if (text.contains("redis_mode:cluster")) {
      return CLUSTER_NODE;
    }
    return text.contains("role:slave") ? REPLICA : PRIMARY;
  }

  /** Warns of a replica. */
  void tell(Telemetry telemetry) {
    if (this == REPLICA) {
      telemetry.emit(new Event.RedisIsReplica());
    }
  }

  /** Fails with a {@link SettingsException} for a server that cannot hold the gateway's keys. */
  Future<RedisRole> usable() {
    return switch (this) {
      case PRIMARY, REPLICA -> Future.succeededFuture(this);
      case SENTINEL ->
          refused("a Redis Sentinel, which has no data; name the primary that it watches");
      case CLUSTER_NODE ->
          refused("a node of a Redis Cluster, which has only some keys; name a Redis of its own");
    };
  }

  private static Future<RedisRole> refused(String what) {
    return Future.failedFuture(new SettingsException("redis.uri leads to " + what));
  }
}
