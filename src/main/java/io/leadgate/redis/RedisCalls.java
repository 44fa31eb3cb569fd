package io.leadgate.redis;

import io.leadgate.config.Settings;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Redis, with a deadline on every call, since the client has none. Whoever calls must do without
 * when the call fails: nothing is in Redis that cannot be rebuilt. Used from several event loops.
 *
 * <p>Once a call was not answered, all fail at once until {@link #ping} has found Redis again. So a
 * Redis that hangs costs its deadline about once, and not once a call. An error is an answer, from
 * a Redis that is there.
 */
public final class RedisCalls {

  private final RedisConnections connections;
  private final RedisLink link;
  private final String keyPrefix;
  private final Telemetry telemetry;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Promise<Void> quiet = Promise.promise();
  private volatile boolean closing;

  public RedisCalls(Vertx vertx, Settings.Redis settings, Telemetry telemetry) {
    this.connections = new RedisConnections(vertx, settings);
    this.link = new RedisLink(vertx, connections, telemetry);
    this.keyPrefix = settings.keyPrefix();
    this.telemetry = telemetry;
  }

  /** The key or channel of that name, with the prefix of this installation. */
  public String key(String name) {
    return keyPrefix + name;
  }

  /** Finds out whether Redis is there, and connects to it; to be asked for once a second. */
  public void ping() {
    if (!closing) {
      link.check();
    }
  }

  /** The answer, null for Redis's nil; fails when Redis is away or the deadline has passed. */
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
      // A connection that ended has told the link of it by itself.
      ErrorReply.word(failure).ifPresent(word -> telemetry.emit(new Event.RedisRefused(word)));
    }
  }

  /** A connection of one's own, for subscribing; to be probed once a second, or it is closed. */
  public Future<RedisConnection> connect() {
    return withLink(there -> connections.open());
  }

  /** Fails where that connection does not answer; an error is an answer. */
  public Future<Void> probe(RedisConnection connection) {
    return counted(
        () ->
            connections
                .inTime(connection.send(Request.cmd(Command.PING)))
                .<Void>mapEmpty()
                .recover(
                    failure ->
                        ErrorReply.word(failure).isPresent()
                            ? Future.succeededFuture()
                            : Future.failedFuture(failure)));
  }

  private <T extends @Nullable Object> Future<T> withLink(
      Function<RedisConnection, Future<T>> call) {
    RedisConnection connection = link.current();
    return connection == null
        ? Future.failedFuture("Redis is away")
        : counted(() -> call.apply(connection));
  }

  private <T extends @Nullable Object> Future<T> counted(Supplier<Future<T>> call) {
    underWay.incrementAndGet();
    if (closing) {
      over();
      return Future.failedFuture("closing");
    }
    return call.get().onComplete(done -> over());
  }

  private void over() {
    if (underWay.decrementAndGet() == 0 && closing) {
      quiet.tryComplete();
    }
  }

  /**
   * Behind the calls that are under way, since the client logs those that it breaks off as faults.
   * Takes as long as two calls at most.
   */
  public Future<Void> close() {
    underWay.incrementAndGet();
    closing = true;
    link.close();
    over();
    return quiet.future().compose(none -> connections.close());
  }
}
