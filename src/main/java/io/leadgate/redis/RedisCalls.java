package io.leadgate.redis;

import io.leadgate.config.Settings;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to Redis, each with a deadline, because the client has none. A caller must do without
 * the answer when a call fails, because everything in Redis can be rebuilt.
 *
 * <p>After a call that was not answered, all calls fail at once until {@link #ping} has found Redis
 * again, so a Redis that hangs costs its deadline about once and not once a call. An error is an
 * answer, because the Redis that sends it is there. Thread-safe.
 */
public final class RedisCalls {

  private final RedisConnections connections;
  private final RedisLink link;
  private final Duration deadline;
  private final String keyPrefix;
  private final Telemetry telemetry;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Promise<Void> quiet = Promise.promise();
  private volatile boolean closing;

  public RedisCalls(Vertx vertx, Settings.Redis settings, Telemetry telemetry) {
    this.connections = new RedisConnections(vertx, settings);
    this.link = new RedisLink(vertx, connections, telemetry);
    this.deadline = settings.timeout();
    this.keyPrefix = settings.keyPrefix();
    this.telemetry = telemetry;
  }

  /** The deadline of a call. */
  public Duration deadline() {
    return deadline;
  }

  /** The key or channel of that name, with the prefix of this installation. */
  public String key(String name) {
    return keyPrefix + name;
  }

  /**
   * Connects for the first time. Fails with a {@link io.leadgate.config.SettingsException} if
   * {@code redis.uri} leads to a server that cannot hold the gateway's keys; completes, within some
   * seconds, if there is no server yet.
   */
  public Future<Void> first() {
    return link.first();
  }

  /** Finds out whether Redis is there, and connects to it. The caller asks once a second. */
  public void ping() {
    if (!closing) {
      link.check();
    }
  }

  /**
   * Sends a call. Completes with the answer, or with null for Redis's nil. Fails when Redis is away
   * or the deadline has passed.
   */
  public Future<@Nullable Response> send(Request request) {
    return withLink(
        connection ->
            connections
                .inTime(connection.send(request))
                .onFailure(failure -> failed(connection, failure)));
  }

  private void failed(RedisConnection connection, Throwable failure) {
    if (failure instanceof TimeoutException) {
      link.drop(connection, failure);
    } else {
      // The link hears of a connection's end from the connection itself.
      ErrorReply.word(failure).ifPresent(word -> telemetry.emit(new Event.RedisRefused(word)));
    }
  }

  /**
   * Opens a connection of the caller's own, for a subscription. The caller must make the server
   * answer on the connection once a second, because a silent connection is closed.
   */
  public Future<RedisConnection> connect() {
    return withLink(there -> connections.open());
  }

  private <T extends @Nullable Object> Future<T> withLink(
      Function<RedisConnection, Future<T>> call) {
    RedisConnection connection = link.current();
    if (connection == null) {
      return Future.failedFuture("Redis is away");
    }
    underWay.incrementAndGet();
    if (closing) {
      over();
      return Future.failedFuture("closing");
    }
    return call.apply(connection).onComplete(done -> over());
  }

  private void over() {
    if (underWay.decrementAndGet() == 0 && closing) {
      quiet.tryComplete();
    }
  }

  /**
   * Closes all connections after the calls under way are over, because the client logs a call that
   * it breaks off as a fault. Takes at most three deadlines of a call.
   */
  public Future<Void> close() {
    underWay.incrementAndGet();
    closing = true;
    Future<Void> stopped = link.close();
    over();
    return Future.all(stopped, quiet.future()).compose(ended -> connections.close());
  }
}
