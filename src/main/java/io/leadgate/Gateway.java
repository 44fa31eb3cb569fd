package io.leadgate;

import io.leadgate.config.Settings;
import io.leadgate.signin.GuardedCall;
import io.leadgate.telemetry.Event;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts and stops the parts of the gateway in their order. {@link Wiring} makes the parts.
 * Thread-safe.
 */
public final class Gateway {

  /**
   * The longest wait of rows for Postgres while the gateway stops, shorter than {@link #DRAIN_MAX}.
   */
  private static final Duration ROWS_WAIT_MAX = Duration.ofSeconds(4);

  /** The longest time for requests in flight while the gateway stops. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(7);

  /**
   * The longest time of each of the three steps that close the parts, because neither a hanging
   * server nor an admin's request may delay the stop. With {@link #DRAIN_MAX} and the last writes,
   * the steps end within 10 s.
   */
  private static final Duration CLOSE_MAX = Duration.ofMillis(800);

  private final Wiring parts;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Promise<Void> closed = Promise.promise();

  public Gateway(Settings settings) {
    this(settings, InstantSource.system());
  }

  /**
   * @param clock the time by which tokens end and leads are dated
   */
  public Gateway(Settings settings, InstantSource clock) {
    parts = new Wiring(settings, clock);
  }

  /**
   * Starts the gateway. Completes when the public listener takes requests. An unreachable Postgres
   * is awaited, with the health pages up. Every other failure stops the gateway again and fails the
   * future.
   */
  public Future<Void> start() {
    long began = System.nanoTime();
    Promise<Void> started = Promise.promise();
    deploy(parts.management)
        .compose(up -> parts.redis.first())
        .compose(fit -> parts.migrating.run())
        .compose(migrated -> parts.adminUsers.makeFirst(parts.settings.admin()))
        .compose(first -> deploy(parts.catalogRefresh))
        .compose(up -> deploy(parts.tokens))
        .compose(up -> deploy(parts.persistence))
        .compose(up -> deploy(parts.hashUpkeep))
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

  /** The calls of admins, and the right that each call needs. */
  public List<GuardedCall> adminCalls() {
    return parts.adminCalls;
  }

  private Future<?> deploy(Deployable verticle) {
    return parts.vertx.deployVerticle(verticle);
  }

  /**
   * Stops the gateway in at most 10 s: refuses new requests, answers requests in flight, commits
   * queued leads, and then closes all parts. A lead that is still not committed was not
   * acknowledged.
   */
  public Future<Void> stop() {
    long began = System.nanoTime();
    parts.telemetry.emit(new Event.Stopping());
    parts.health.stopping();
    parts.migrating.abandon();
    parts.persistence.limitWait(ROWS_WAIT_MAX);
    parts.hashUpkeep.breakOff();
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
   * Closes all parts, once: a stop breaks a running start off, and the failed start then closes
   * too. The future belongs to no event loop, because all event loops have ended when the future
   * completes.
   */
  private Future<Void> close() {
    if (!closing.compareAndSet(false, true)) {
      return closed.future();
    }
    parts.persistence.expectClosedPools();
    parts.hashUpkeep.breakOff();
    Future.join(parts.pools.close(), parts.migrating.over())
        .timeout(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .transform(
            poolsClosed ->
                Future.join(parts.redis.close(), parts.management.drain(CLOSE_MAX))
                    .timeout(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS))
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
