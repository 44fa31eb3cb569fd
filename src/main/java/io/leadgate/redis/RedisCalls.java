package io.leadgate.redis;

import io.leadgate.config.Settings;
import io.leadgate.telemetry.Dependency;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Redis, with a deadline on every call, since the client has none. Whoever calls must do without
 * when the call fails: nothing is in Redis that cannot be rebuilt. Used from several event loops.
 */
public final class RedisCalls {

  /** A server that is silently gone is noticed by the kernel. */
  private static final int SILENCE_MILLIS_MAX = 10_000;

  private final Redis redis;
  private final String keyPrefix;
  private final Duration timeout;
  private final Telemetry telemetry;
  private final AtomicBoolean up = new AtomicBoolean();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Promise<Void> quiet = Promise.promise();
  private volatile boolean closing;

  public RedisCalls(Vertx vertx, Settings.Redis settings, Telemetry telemetry) {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(settings.uri().value())
            .setMaxPoolSize(8)
            .setMaxPoolWaiting(256)
            .setMaxWaitingHandlers(1024);
    options
        .getNetClientOptions()
        .setConnectTimeout((int) settings.timeout().toMillis())
        .setTcpUserTimeout(SILENCE_MILLIS_MAX);
    this.redis = Redis.createClient(vertx, options);
    this.keyPrefix = settings.keyPrefix();
    this.timeout = settings.timeout();
    this.telemetry = telemetry;
  }

  /** The key or channel of that name, with the prefix of this installation. */
  public String key(String name) {
    return keyPrefix + name;
  }

  /** The answer, null for Redis's nil; fails when Redis is away or the deadline has passed. */
  public Future<@Nullable Response> send(Request request) {
    underWay.incrementAndGet();
    if (closing) {
      over();
      return Future.failedFuture("closing");
    }
    return redis
        .send(request)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(answer -> report(true, ""))
        .onFailure(failure -> report(false, failure.getClass().getSimpleName()))
        .onComplete(done -> over());
  }

  private void over() {
    if (underWay.decrementAndGet() == 0 && closing) {
      quiet.tryComplete();
    }
  }

  /** A connection of one's own, for subscribing; one that comes too late is given back. */
  public Future<RedisConnection> connect() {
    Future<RedisConnection> connecting = redis.connect();
    Future<RedisConnection> inTime = connecting.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    connecting.onSuccess(
        connection -> {
          if (inTime.failed()) {
            connection.close();
          }
        });
    return inTime;
  }

  private void report(boolean nowUp, String cause) {
    if (up.getAndSet(nowUp) != nowUp) {
      telemetry.emit(
          nowUp
              ? new Event.DependencyUp(Dependency.REDIS)
              : new Event.DependencyDown(Dependency.REDIS, cause));
    }
  }

  /**
   * Behind the calls that are under way, since the client logs those that it breaks off as faults.
   * Takes as long as two calls at most.
   */
  public Future<Void> close() {
    underWay.incrementAndGet();
    closing = true;
    over();
    return quiet
        .future()
        .compose(none -> redis.close().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
  }
}
