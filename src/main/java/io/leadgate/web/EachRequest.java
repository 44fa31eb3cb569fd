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
 * Tells of each request that was answered: by the route and never by the path or the query, in
 * which anything can be. Used only where {@link Telemetry#wantsRequests()}: where nobody wants to
 * know, requests have none of this on their way.
 */
final class EachRequest {

  private static final String NO_ROUTE = "none";

  private final Telemetry telemetry;

  EachRequest(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** Before the request is routed; a route that it comes to takes the place of this. */
  void watch(HttpServerRequest request) {
    long began = System.nanoTime();
    request
        .response()
        .endHandler(ended -> tell(request, NO_ROUTE, RemoteAddress.ofPeer(request), began));
  }

  /** To be called before any other route is made. */
  void watch(Router router) {
    router.route().handler(this::watch);
  }

  private void watch(RoutingContext context) {
    long began = System.nanoTime();
    context.addEndHandler(
        ended -> {
          if (ended.succeeded()) {
            tell(context.request(), route(context), RemoteAddress.of(context), began);
          }
        });
    context.next();
  }

  private static String route(RoutingContext context) {
    Route route = context.currentRoute();
    return route == null || route.getPath() == null ? NO_ROUTE : route.getPath();
  }

  /** Its name only where it is one that there is: a caller can write anything there. */
  private static String method(HttpMethod method) {
    return HttpMethod.values().contains(method) ? method.name() : "other";
  }

  private void tell(HttpServerRequest request, String route, String remote, long began) {
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
