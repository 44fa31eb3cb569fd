package io.leadgate.catalog;

import io.leadgate.redis.RedisCalls;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Optional;

/**
 * Tells other nodes through Redis that something changed, and hears it from them. Only a hint: a
 * change that no hint told of is found by the poll. Belongs to one event-loop context.
 */
public final class CatalogHints {

  private static final String CHANNEL = "catalog-changed";
  private static final long RETRY_MILLIS = 1_000;
  private static final long PROBE_MILLIS = 1_000;

  private final Vertx vertx;
  private final RedisCalls redis;
  private Runnable onHint = () -> {};
  private Optional<RedisConnection> subscribed = Optional.empty();
  private boolean closed;

  public CatalogHints(Vertx vertx, RedisCalls redis) {
    this.vertx = vertx;
    this.redis = redis;
  }

  /** Goes on trying, and again whenever the connection is lost, until {@link #close()}. */
  void listen(Runnable onHint) {
    this.onHint = onHint;
    listen();
  }

  private void listen() {
    if (closed) {
      return;
    }
    redis.connect().onSuccess(this::subscribe).onFailure(failure -> listenLater());
  }

  private void subscribe(RedisConnection connection) {
    if (closed) {
      connection.close();
      return;
    }
    subscribed = Optional.of(connection);
    connection
        .handler(push -> heard(connection, push))
        .exceptionHandler(failure -> lost(connection))
        .endHandler(ended -> lost(connection));
    connection
        .send(Request.cmd(Command.SUBSCRIBE).arg(redis.key(CHANNEL)))
        .onFailure(failure -> lost(connection));
    probeLater(connection);
  }

  /** Who hears nothing does not know whether nothing is said or the connection hangs. */
  private void probeLater(RedisConnection connection) {
    vertx.setTimer(
        PROBE_MILLIS,
        id -> {
          if (isListeningOn(connection)) {
            redis
                .probe(connection)
                .onSuccess(alive -> probeLater(connection))
                .onFailure(failure -> lost(connection));
          }
        });
  }

  private void heard(RedisConnection connection, Response push) {
    if (push.type() == ResponseType.ERROR) {
      lost(connection); // It may not listen, or not now.
    } else if (push.isArray() && push.size() > 0 && push.get(0).toString().equals("message")) {
      onHint.run();
    }
  }

  private void lost(RedisConnection connection) {
    if (isListeningOn(connection)) {
      subscribed = Optional.empty();
      connection.close();
      listenLater();
    }
  }

  private boolean isListeningOn(RedisConnection connection) {
    return subscribed.filter(connection::equals).isPresent();
  }

  private void listenLater() {
    vertx.setTimer(RETRY_MILLIS, id -> listen());
  }

  void tell(long version) {
    redis.send(Request.cmd(Command.PUBLISH).arg(redis.key(CHANNEL)).arg(version));
  }

  void close() {
    closed = true;
    subscribed.ifPresent(RedisConnection::close);
    subscribed = Optional.empty();
  }
}
