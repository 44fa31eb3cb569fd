package io.leadgate.redis;

import io.leadgate.halt.OutOfMemory;
import io.leadgate.telemetry.Dependency;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that all calls share: Redis takes many at once on it and answers them in their
 * order. It is there only while Redis answers on it, so it is tried before it is lent, and dropped
 * with the first call that is not answered. Lent on any thread; it changes on one context alone, so
 * that its changes are told in their order.
 */
final class RedisLink {

  private static final long PAUSE_MILLIS = 1_000;

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

  // These belong to the context.
  private boolean connecting;
  private boolean closed;
  private Told told = Told.NOTHING;
  private long lentAt;

  RedisLink(Vertx vertx, RedisConnections connections, Telemetry telemetry) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.connections = connections;
    this.telemetry = telemetry;
  }

  /** Null while Redis is away, or while it is not known yet whether it is there. */
  @Nullable RedisConnection current() {
    return current;
  }

  /** Tries the connection that there is, or to make one. */
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

  /** Other failures say nothing: more calls than may be under way, or an end, told by itself. */
  private void pingFailed(RedisConnection held, Throwable failure) {
    if (failure instanceof TimeoutException || ErrorReply.word(failure).isPresent()) {
      lost(held, cause(failure));
    }
  }

  /** A call on it was not answered. */
  void drop(RedisConnection silent, Throwable failure) {
    context.runOnContext(now -> lost(silent, cause(failure)));
  }

  private void connect() {
    if (connecting || closed || current != null) {
      return;
    }
    connecting = true;
    connections
        .open()
        .compose(opened -> ping(opened).onFailure(failure -> RedisConnections.hangUp(opened)))
        .onComplete(tried -> connecting = false)
        .onSuccess(this::lend)
        .onFailure(failure -> tellDown(cause(failure)));
  }

  /** An error fails it too: who answers even this with one, as while it loads, serves nobody. */
  private Future<RedisConnection> ping(RedisConnection connection) {
    return connections.inTime(connection.send(Request.cmd(Command.PING))).map(connection);
  }

  private void lend(RedisConnection opened) {
    if (closed) {
      RedisConnections.hangUp(opened);
      return;
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
   * Makes another at once: it may have ended alone, and not with its server. Where it did not live
   * for long, after a pause.
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
    if (told != Told.DOWN) {
      told = Told.DOWN;
      telemetry.emit(new Event.DependencyDown(Dependency.REDIS, cause));
    }
  }

  private static String cause(Throwable failure) {
    OutOfMemory.endProcessIfIn(failure);
    return failure instanceof TimeoutException
        ? "Timeout"
        : ErrorReply.word(failure).orElseGet(() -> failure.getClass().getSimpleName());
  }

  /** Makes no more; the connection itself is closed with all others. */
  void close() {
    context.runOnContext(
        now -> {
          closed = true;
          current = null;
        });
  }
}
