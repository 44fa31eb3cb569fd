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
 * Tells other nodes through Redis that the catalogue changed, and receives such hints from other
 * nodes. A hint may be lost, because the poll finds every change even without a hint. Confined to
 * one event loop.
 */
public final class CatalogHints {

  private static final String CHANNEL = "catalog-changed";
  private static final long RETRY_MILLIS = 1_000;
  private static final long PROBE_MILLIS = 1_000;

  /** The least silence after a probe that is allowed; a longer deadline of calls allows more. */
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

  /** Makes hints whose probes have a period other than the period of a gateway. */
  CatalogHints(Vertx vertx, RedisCalls redis, long probeMillis) {
    this.vertx = vertx;
    this.redis = redis;
    this.probeMillis = probeMillis;
    this.silenceNanosMax = Math.max(SILENCE_LEAST.toNanos(), redis.deadline().toNanos());
  }

  /** Subscribes, and subscribes again whenever the connection is lost, until {@link #close()}. */
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

  /**
   * Sends the next probe, or gives up a connection that has not answered in time. Without probes, a
   * connection that hangs would look like a silent channel.
   */
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
   * Subscribes to the channel, even if the connection is subscribed already, because a live server
   * answers each time with a push. PING is not a probe here, because the client takes the first
   * push for the answer to PING, and hands the answer itself to the handler of pushes.
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
      lost(connection); // Redis refuses the subscription.
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
