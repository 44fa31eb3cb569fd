package io.leadgate.management;

import io.leadgate.http.Listener;
import io.leadgate.http.RequestId;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.Edge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/** The listener for ops and admins. It is the first thing up and the last one down. */
public final class ManagementVerticle extends VerticleBase {

  private static final Duration DRAIN_MAX = Duration.ofSeconds(1);

  private final HttpServerOptions options;
  private final ManagementRoutes routes;
  private final RequestId requestId;
  private final Edge edge;
  private final Telemetry telemetry;

  @SuppressWarnings("NullAway.Init") // Set in start().
  private Listener listener;

  private volatile int port;

  public ManagementVerticle(
      HttpServerOptions options,
      ManagementRoutes routes,
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

  @Override
  public Future<?> stop() {
    return listener.shutdown(DRAIN_MAX);
  }

  /** The port that it listens on; 0 before it does. */
  public int port() {
    return port;
  }
}
