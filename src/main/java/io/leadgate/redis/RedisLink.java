package io.leadgate.redis;

import io.leadgate.config.SettingsException;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.telemetry.Dependency;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the connection that all calls share, because Redis takes many calls on a connection at once
 * and answers the calls in their order. The link tries a connection before lending it, and drops
 * the connection with the first call that is not answered. The connection changes on one context
 * alone, so that its ups and downs are told in their order. Thread-safe.
 */
final class RedisLink {

  private static final long PAUSE_MILLIS = 1_000;

  /** The longest time for which a start waits for a Redis that does not answer. */
  private static final long FIRST_NANOS_MAX = Duration.ofSeconds(3).toNanos();

  /** The last state of Redis that an event told. */
  private enum Told {
    NOTHING,
    UP,
    DOWN
  }

  private final Vertx vertx;
  private final Context context;
  private final RedisConnections connections;
  private final Telemetry telemetry;
  private volatile @Nullable RedisConnection current;

  // The fields below belong to the context.
  private Future<?> attempt = Future.succeededFuture();
  private boolean closed;
  private Told told = Told.NOTHING;
  private long lentAt;

  RedisLink(Vertx vertx, RedisConnections connections, Telemetry telemetry) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.connections = connections;
    this.telemetry = telemetry;
  }

  /** The connection; null until Redis has answered on it, and while Redis is away. */
  @Nullable RedisConnection current() {
    return current;
  }

  /**
   * Connects for the first time. Fails with a {@link SettingsException} if the server cannot serve
   * as the gateway's Redis; completes if there is no server yet, or if it has not answered for
   * three seconds.
   */
  Future<Void> first() {
    Promise<Void> first = Promise.promise();
    long began = System.nanoTime();
    context.runOnContext(now -> first(first, began));
    return first.future();
  }

  /**
   * Tries again after a time-out, because a gateway that starts on a busy machine is slow itself.
   */
  private void first(Promise<Void> first, long began) {
    connect();
    attempt.onComplete(
        there -> first.complete(),
        failure -> {
          if (failure instanceof SettingsException) {
            first.fail(failure);
          } else if (failure instanceof TimeoutException
              && System.nanoTime() - began < FIRST_NANOS_MAX) {
            first(first, began);
          } else {
            first.complete();
          }
        });
  }

  /** Pings Redis on the connection, which is opened first if necessary. */
  void check() {
    context.runOnContext(
        now -> {
          RedisConnection held = current;
          if (held == null) {
            connect();
          } else {
            ping(held).onFailure(failure -> pingFailed(held, failure));
          }
        });
  }

  /**
   * Gives up a connection on which the ping timed out or met an error. Other failures are ignored:
   * either too many calls are under way, or the connection has ended and its end handler reports
   * the end.
   */
  private void pingFailed(RedisConnection held, Throwable failure) {
    if (failure instanceof TimeoutException || ErrorReply.word(failure).isPresent()) {
      lost(held, cause(failure));
    }
  }

  /** Gives up a connection on which a call was not answered. */
  void drop(RedisConnection silent, Throwable failure) {
    context.runOnContext(now -> lost(silent, cause(failure)));
  }

  private void connect() {
    if (!attempt.isComplete() || closed || current != null) {
      return;
    }
    attempt =
        connections
            .open()
            .compose(opened -> tried(opened).onFailure(failure -> RedisConnections.hangUp(opened)))
            .onSuccess(this::lend)
            .onFailure(failure -> tellDown(cause(failure)));
  }

  private Future<RedisConnection> tried(RedisConnection opened) {
    return ping(opened)
        .compose(answered -> connections.inTime(RedisRole.of(opened)))
        .compose(RedisRole::usable)
        .onSuccess(role -> role.tell(telemetry))
        .map(opened);
  }

  /**
   * Pings Redis on the connection. Fails on an error reply too, because a Redis that answers PING
   * with an error serves no call.
   */
  private Future<RedisConnection> ping(RedisConnection connection) {
    return connections.inTime(connection.send(Request.cmd(Command.PING))).map(connection);
  }

  private void lend(RedisConnection opened) {
    if (closed) {
      return; // The connection is closed with all others, and must not be closed twice.
    }
    opened
        .exceptionHandler(failure -> lost(opened, cause(failure)))
        .endHandler(ended -> lost(opened, "ConnectionClosed"));
    current = opened;
    lentAt = System.nanoTime();
    if (told != Told.UP) {
      told = Told.UP;
      telemetry.emit(new Event.DependencyUp(Dependency.REDIS));
    }
  }

  /**
   * Gives up the connection and connects again at once, because the connection may have ended while
   * its server goes on. If the connection was short-lived, connects after a pause.
   */
  private void lost(RedisConnection connection, String cause) {
    if (connection.equals(current) && !closed) {
      current = null;
      RedisConnections.hangUp(connection);
      tellDown(cause);
      if (System.nanoTime() - lentAt > PAUSE_MILLIS * 1_000_000) {
        connect();
      } else {
        vertx.setTimer(PAUSE_MILLIS, later -> connect());
      }
    }
  }

  private void tellDown(String cause) {
    if (told != Told.DOWN && !closed) {
      told = Told.DOWN;
      telemetry.emit(new Event.DependencyDown(Dependency.REDIS, cause));
    }
  }

  private static String cause(Throwable failure) {
    OutOfMemory.endProcessIfIn(failure);
    return switch (failure) {
      case TimeoutException late -> "Timeout";
      case SettingsException unusable -> "WrongServer";
      default -> ErrorReply.word(failure).orElseGet(() -> failure.getClass().getSimpleName());
    };
  }

  /**
   * Stops the making of connections. Completes after the attempt under way, because a connection
   * that is opened while all connections are closed would be closed twice. {@link
   * RedisConnections#close} then closes the connection.
   */
  Future<Void> close() {
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        now -> {
          closed = true;
          current = null;
          attempt.onComplete(tried -> stopped.complete());
        });
    return stopped.future();
  }
}
