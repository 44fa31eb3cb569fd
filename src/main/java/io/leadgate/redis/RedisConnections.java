package io.leadgate.redis;

import io.leadgate.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections and hangs them up, none of which is ever used twice: the client's pool would
 * lend one again that stays open and does not answer any more.
 */
final class RedisConnections {

  /** Two are in use; a server that takes connections and does not answer holds some more. */
  private static final int CONNECTIONS_MAX = 8;

  /** A server that is silently gone is noticed by the kernel. */
  private static final int KERNEL_SILENCE_MILLIS_MAX = 10_000;

  /**
   * How long, beyond a call's deadline, nothing may come on a connection before it is closed. So
   * each one must be tried more often. It is what ends a login that is never answered.
   */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(4);

  private final Redis redis;
  private final long timeoutMillis;

  RedisConnections(Vertx vertx, Settings.Redis settings) {
    this.timeoutMillis = settings.timeout().toMillis();
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(settings.uri().value())
            .setMaxPoolSize(CONNECTIONS_MAX)
            .setMaxPoolWaiting(CONNECTIONS_MAX)
            .setMaxWaitingHandlers(1024);
    options
        .getNetClientOptions()
        .setConnectTimeout((int) timeoutMillis)
        .setTcpUserTimeout(KERNEL_SILENCE_MILLIS_MAX)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setReadIdleTimeout((int) (timeoutMillis + SILENCE_MAX.toMillis()));
    this.redis = Redis.createClient(vertx, options);
  }

  /** Fails past the deadline; a connection that comes after it is hung up. */
  Future<RedisConnection> open() {
    Future<RedisConnection> opening = redis.connect();
    Future<RedisConnection> inTime = inTime(opening);
    opening.onSuccess(
        connection -> {
          if (inTime.failed()) {
            hangUp(connection);
          }
        });
    return inTime;
  }

  <T> Future<T> inTime(Future<T> answer) {
    return answer.timeout(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** The pool closes a connection for good only if it was used for subscriptions. */
  static void hangUp(RedisConnection connection) {
    connection.send(Request.cmd(Command.UNSUBSCRIBE)).onComplete(written -> connection.close());
  }

  Future<Void> close() {
    return inTime(redis.close());
  }
}
