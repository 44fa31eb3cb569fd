package io.leadgate.web;

import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.request.RemoteAddress;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Emits an event for each answered request. The event names the route, not the path or the query,
 * because these may hold anything. Requests do not pass through this class unless {@link
 * Telemetry#wantsRequests()}.
 */
final class RequestTelemetry {

  private static final String NO_ROUTE = "none";

  private final Telemetry telemetry;

  RequestTelemetry(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /**
   * Observes a request before it is routed. If the router observes its requests too ({@link
   * #register}), the router's observer replaces this observer.
   */
  void observe(HttpServerRequest request) {
    long began = System.nanoTime();
    request
        .response()
        .endHandler(ended -> emit(request, NO_ROUTE, RemoteAddress.ofPeer(request), began));
  }

  /** Observes all requests of a router. Must be called before any other route is added. */
  void register(Router router) {
    router.route().handler(this::observe);
  }

  private void observe(RoutingContext context) {
    long began = System.nanoTime();
    context.addEndHandler(
        ended -> {
          if (ended.succeeded()) {
            emit(context.request(), route(context), RemoteAddress.of(context), began);
          }
        });
    context.next();
  }

  private static String route(RoutingContext context) {
    Route route = context.currentRoute();
    return route == null || route.getPath() == null ? NO_ROUTE : route.getPath();
  }

  /**
   * The name of a known method, else {@code other}, because a caller can send any word as a method.
   */
  private static String method(HttpMethod method) {
    return HttpMethod.values().contains(method) ? method.name() : "other";
  }

  private void emit(HttpServerRequest request, String route, String remote, long began) {
    telemetry.emit(
        new Event.RequestAnswered(
            RequestTrace.of(request),
            method(request.method()),
            route,
            request.response().getStatusCode(),
            Duration.ofNanos(System.nanoTime() - began),
            remote));
  }
}
