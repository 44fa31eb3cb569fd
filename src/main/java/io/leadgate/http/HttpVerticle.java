package io.leadgate.http;

import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.Edge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/** The public API on one event loop; as many as there are loops share the port. */
public final class HttpVerticle extends VerticleBase {

  /** How long a request that is in flight may still take once the gateway stops. */
  public static final Duration DRAIN_MAX = Duration.ofSeconds(7);

  private final HttpServerOptions options;
  private final Routes routes;
  private final RequestId requestId;
  private final Edge edge;
  private final Telemetry telemetry;

  @SuppressWarnings("NullAway.Init") // Set in start().
  private Listener listener;

  private volatile int port;

  public HttpVerticle(
      HttpServerOptions options,
      Routes routes,
      RequestId requestId,
      Edge edge,
      Telemetry telemetry) {
    this.options = options;
    this.routes = routes;
    this.requestId = requestId;
    this.edge = edge;
    this.telemetry = telemetry;
  }

  @Override
  public Future<?> start() {
    listener =
        new Listener(vertx, options, routes.router(vertx, telemetry), requestId, edge, telemetry);
    return listener.listen().onSuccess(taken -> port = taken);
  }

  /** Stops accepting and answers what is in flight. On any thread, also before it has started. */
  public Future<Void> drain() {
    return port == 0 ? Future.succeededFuture() : listener.shutdown(DRAIN_MAX);
  }

  /** The port that it listens on; 0 before it does. */
  public int port() {
    return port;
  }
}
