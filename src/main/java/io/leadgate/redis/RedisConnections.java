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
 * Opens connections and closes each for good after its use, because the client's pool would lend an
 * open connection again even if the connection no longer answers. Thread-safe.
 */
final class RedisConnections {

  /** Two connections are in use; a server that accepts and does not answer holds some more. */
  private static final int CONNECTIONS_MAX = 8;

  /** The time within which the kernel notices a server that is silently gone. */
  private static final int KERNEL_SILENCE_MILLIS_MAX = 10_000;

  /**
   * The silence, beyond a call's deadline, after which a connection is closed. Each connection must
   * be pinged more often. The bound also ends a login that is never answered.
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
        .getPoolOptions()
        .setName("redis"); // In the metrics; otherwise each start has a name of its own.
    options
        .getNetClientOptions()
        .setConnectTimeout((int) timeoutMillis)
        .setTcpUserTimeout(KERNEL_SILENCE_MILLIS_MAX)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setReadIdleTimeout((int) (timeoutMillis + SILENCE_MAX.toMillis()));
    this.redis = Redis.createClient(vertx, options);
  }

  /** Opens a connection. Fails past the deadline, and closes a connection that comes later. */
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

  /**
   * Limits the wait for an answer; fails with a {@code TimeoutException} past a call's deadline.
   */
  <T> Future<T> inTime(Future<T> answer) {
    return answer.timeout(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /**
   * Closes a connection for good. The UNSUBSCRIBE comes first because the pool keeps a connection
   * that was never used for subscriptions.
   */
  static void hangUp(RedisConnection connection) {
    connection.send(Request.cmd(Command.UNSUBSCRIBE)).onComplete(written -> connection.close());
  }

  Future<Void> close() {
    return inTime(redis.close());
  }
}
