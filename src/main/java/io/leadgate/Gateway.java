package io.leadgate;

import io.leadgate.config.Settings;
import io.leadgate.telemetry.Event;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The life cycle of the gateway: the order in which its parts start, and the order in which they
 * stop. {@link Wiring} makes the parts. Thread-safe.
 */
public final class Gateway {

  /** How long rows wait for Postgres while the gateway stops; less than {@link #DRAIN_MAX}. */
  private static final Duration HURRY = Duration.ofSeconds(4);

  /** How long a request that is in flight may still take once the gateway stops. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(7);

  /** The same for a request of an admin, at the end of all. */
  private static final Duration MANAGEMENT_DRAIN_MAX = Duration.ofSeconds(1);

  /** A client that waits for a server which hangs must not hold up the stop. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final Wiring parts;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Promise<Void> closed = Promise.promise();

  public Gateway(Settings settings) {
    parts = new Wiring(settings);
  }

  /**
   * Completes when the public listener takes requests. Waits for a Postgres that is not there yet,
   * with the health pages up meanwhile; fails when something has to be set right first, and has
   * then stopped again.
   */
  public Future<Void> start() {
    long began = System.nanoTime();
    Promise<Void> started = Promise.promise();
    deploy(parts.management)
        .compose(up -> parts.migrating.run())
        .compose(migrated -> parts.adminUsers.makeFirst(parts.settings.admin()))
        .compose(first -> deploy(parts.catalogRefresh))
        .compose(up -> deploy(parts.tokens))
        .compose(up -> deploy(parts.persistence))
        .compose(up -> Future.all(parts.publicPort.stream().map(this::deploy).toList()))
        .onSuccess(
            up -> {
              parts.health.ready();
              parts.telemetry.emit(
                  new Event.Started(
                      httpPort(), managementPort(), Duration.ofNanos(System.nanoTime() - began)));
              started.complete();
            })
        .onFailure(failure -> close().onComplete(closed -> started.fail(failure)));
    return started.future();
  }

  private Future<?> deploy(Deployable verticle) {
    return parts.vertx.deployVerticle(verticle);
  }

  /**
   * Stops accepting, answers what is in flight, commits what is queued, and then closes everything.
   * Takes at most 10 s; what is not committed by then was not acknowledged.
   */
  public Future<Void> stop() {
    long began = System.nanoTime();
    parts.telemetry.emit(new Event.Stopping());
    parts.health.stopping();
    parts.migrating.abandon();
    parts.persistence.limitWait(HURRY);
    Promise<Void> stopped = Promise.promise();
    Future.join(parts.publicPort.stream().map(http -> http.drain(DRAIN_MAX)).toList())
        .transform(drained -> Future.join(parts.persistence.drain(), parts.tokens.drain()))
        .onComplete(
            drained ->
                close()
                    .onComplete(
                        closed -> {
                          parts.telemetry.emit(
                              new Event.Stopped(Duration.ofNanos(System.nanoTime() - began)));
                          stopped.handle(closed);
                        }));
    return stopped.future();
  }

  /**
   * Closes everything, once: a stop breaks off a start, which then closes too. The future belongs
   * to no event loop, because by then no event loop is left to complete it.
   */
  private Future<Void> close() {
    if (!closing.compareAndSet(false, true)) {
      return closed.future();
    }
    parts.persistence.expectClosedPools();
    Future.join(parts.pools.close(), parts.migrating.over())
        .timeout(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .transform(poolClosed -> parts.redis.close())
        .transform(redisClosed -> parts.management.drain(MANAGEMENT_DRAIN_MAX))
        .onComplete(
            drained -> {
              parts.metrics.close();
              parts
                  .vertx
                  .close()
                  .timeout(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                  .onComplete(vertxClosed -> closed.complete());
            });
    return closed.future();
  }

  public int httpPort() {
    return parts.publicPort.getFirst().port();
  }

  public int managementPort() {
    return parts.management.port();
  }
}
