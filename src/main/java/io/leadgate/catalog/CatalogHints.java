package io.leadgate.catalog;

import io.leadgate.redis.RedisCalls;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells other nodes through Redis that the catalogue changed, and hears it from them. A hint may be
 * lost, because the poll finds every change that no hint told of. Confined to one event loop.
 */
public final class CatalogHints {

  private static final String CHANNEL = "catalog-changed";
  private static final long RETRY_MILLIS = 1_000;
  private static final long PROBE_MILLIS = 1_000;

  /** The silence after a probe that is allowed at least; a longer deadline of calls allows more. */
  private static final Duration SILENCE_LEAST = Duration.ofMillis(900);

  private final Vertx vertx;
  private final RedisCalls redis;
  private final long probeMillis;
  private final long silenceNanosMax;
  private Runnable onHint = () -> {};
  private Optional<RedisConnection> subscribed = Optional.empty();

  /** The time of the oldest probe without a push after it, in ns of {@link System#nanoTime()}. */
  private OptionalLong silentSince = OptionalLong.empty();

  private boolean closed;

  public CatalogHints(Vertx vertx, RedisCalls redis) {
    this(vertx, redis, PROBE_MILLIS);
  }

  /** Probes with another period than a gateway does. */
  CatalogHints(Vertx vertx, RedisCalls redis, long probeMillis) {
    this.vertx = vertx;
    this.redis = redis;
    this.probeMillis = probeMillis;
    this.silenceNanosMax = Math.max(SILENCE_LEAST.toNanos(), redis.deadline().toNanos());
  }

  /** Subscribes, and again whenever the connection is lost, until {@link #close()}. */
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
    silentSince = OptionalLong.empty();
    probe(connection);
    vertx.setPeriodic(probeMillis, id -> probeAgain(connection, id));
  }

  /** Gives up a connection that hangs, which without probes would look like a silent channel. */
  private void probeAgain(RedisConnection connection, long timer) {
    if (!isListeningOn(connection)) {
      vertx.cancelTimer(timer);
    } else if (silentSince.isPresent()
        && System.nanoTime() - silentSince.getAsLong() > silenceNanosMax) {
      lost(connection);
    } else {
      probe(connection);
    }
  }

  /**
   * Subscribes to the channel, each time again, because a server that is there answers each time
   * with a push. PING is not a probe here: the client takes the first push for the answer to PING,
   * and hands the answer itself to the handler of pushes.
   */
  private void probe(RedisConnection connection) {
    if (silentSince.isEmpty()) {
      silentSince = OptionalLong.of(System.nanoTime());
    }
    connection
        .send(Request.cmd(Command.SUBSCRIBE).arg(redis.key(CHANNEL)))
        .onFailure(failure -> lost(connection));
  }

  private void heard(RedisConnection connection, Response push) {
    silentSince = OptionalLong.empty();
    if (push.type() == ResponseType.ERROR) {
      lost(connection); // Redis does not let this connection listen, or not now.
    } else if (push.size() > 0 && push.get(0).toString().equals("message")) {
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
