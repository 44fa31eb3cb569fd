package io.leadgate.web;

import io.leadgate.domain.Refusal;
import io.leadgate.domain.StorageAway;
import io.leadgate.domain.Unanswered;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.Body;
import io.leadgate.web.request.BadParameter;
import io.leadgate.web.request.RequestTrace;
import io.leadgate.web.request.TrustedProxies;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Routes requests, and declares each path once with all its methods. Every other method is answered
 * with 405 and {@code Allow}, every other path with 404, and an exception of a handler with 500,
 * all as problem documents. The declared routes must equal those of the OpenAPI document; otherwise
 * the gateway does not start. Confined to one event loop.
 */
public final class ApiRouter {

  private static final CharSequence ALLOW = HttpHeaders.createOptimized("Allow");
  private static final String TRY_AGAIN = "The storage is away or too slow; try again.";
  private static final String CHECK =
      "The storage is away or too slow. The change may have been made: check before you try again.";

  private final Router router;
  private final OpenApi document;

  /** The operations of the document that remain to be declared: methods by path. */
  private final Map<String, Set<String>> undeclared;

  public ApiRouter(Vertx vertx, OpenApi document, TrustedProxies proxies, Telemetry telemetry) {
    router = Router.router(vertx);
    proxies.register(router);
    this.document = document;
    undeclared = document.operations();
    if (telemetry.wantsRequests()) {
      new RequestTelemetry(telemetry).register(router);
    }
    router.errorHandler(404, context -> notFound(context));
    router.errorHandler(400, ApiRouter::malformed);
    router.errorHandler(500, context -> failed(context, telemetry));
  }

  private static void refuseAway(
      RoutingContext context, Throwable failure, Telemetry telemetry, String detail) {
    telemetry.emit(
        Event.ofFailure("a request", Optional.of(RequestTrace.of(context.request())), failure));
    Problem.of(Refusal.STORAGE_UNAVAILABLE, detail).send(context.response());
  }

  private static void failed(RoutingContext context, Telemetry telemetry) {
    switch (context.failure()) {
      case Body.BrokenOff gone -> {} // The caller has left.
      case BadParameter bad ->
          Problem.of(Refusal.INVALID_PARAMETER, bad.detail()).send(context.response());
      case Unanswered late -> refuseAway(context, late, telemetry, TRY_AGAIN);
      case StorageAway away ->
          refuseAway(context, away, telemetry, away.changePossible() ? CHECK : TRY_AGAIN);
      case null, default -> {
        Throwable failure = context.failure();
        telemetry.emit(
            new Event.UnexpectedFailure(
                "a request",
                RequestTrace.of(context.request()),
                failure == null ? new IllegalStateException("500") : failure));
        if (!context.response().ended()) {
          Problem.of(Refusal.INTERNAL_ERROR).send(context.response());
        }
      }
    }
  }

  private static void malformed(RoutingContext context) {
    Problem.of(
            Refusal.MALFORMED_REQUEST,
            context.request().authority() == null
                ? "The Host header is missing or cannot be read; send the host and, where it is"
                    + " not the usual one, the port."
                : "The path cannot be read: a per cent sign in it is followed by two hexadecimal"
                    + " digits.")
        .send(context.response());
  }

  private static void notFound(RoutingContext context) {
    Problem.of(Refusal.NOT_FOUND, "There is no such path.").send(context.response());
  }

  /**
   * Answers a method that a path does not have. A path with an empty part is one that does not
   * exist, because a caller who left an id out meant another path.
   */
  private static void notAllowed(RoutingContext context, String allowed) {
    if (context.request().path().contains("//")) {
      context.response().headers().remove(ALLOW);
      Problem.of(
              Refusal.NOT_FOUND,
              "There is no such path; it has two slashes in a row, so an id may be missing.")
          .send(context.response());
      return;
    }
    Problem.of(Refusal.METHOD_NOT_ALLOWED, "Allowed here: " + allowed + ".")
        .send(context.response());
  }

  /** Begins the declaration of a path, which {@link Path#register()} completes. */
  public Path path(String path) {
    return new Path(path);
  }

  /** Adds pages for people, which the document does not name and which answer their own faults. */
  public void pages(String prefix, Router pages) {
    router.route(prefix + "*").subRouter(pages);
  }

  /**
   * Adds the paths that each listener has, the OpenAPI document and the problem pages, and returns
   * the finished router.
   *
   * @throws IllegalStateException if the document has an operation without a route
   */
  public Router router() {
    path("/openapi.json").get(document::serve).register();
    path("/problems/:slug").get(new ProblemPages()).register();
    undeclared.values().removeIf(Set::isEmpty);
    if (!undeclared.isEmpty()) {
      throw new IllegalStateException(
          "operations of the OpenAPI document without a route: " + undeclared);
    }
    return router;
  }

  /**
   * Marks the operations of a path as declared. HEAD is not documented, because it comes with each
   * GET.
   */
  private void declare(String template, Set<HttpMethod> methods) {
    Set<String> documented = undeclared.getOrDefault(template, new HashSet<>());
    for (HttpMethod method : methods) {
      if (!method.equals(HttpMethod.HEAD) && !documented.remove(method.name())) {
        throw new IllegalStateException(
            "route without an operation in the OpenAPI document: " + method + " " + template);
      }
    }
  }

  /** Declares one path and its methods. */
  public final class Path {
    private final String path;
    private final Map<HttpMethod, Handler<RoutingContext>> methods = new LinkedHashMap<>();
    private Function<String, Handler<RoutingContext>> refusal =
        allowed -> context -> notAllowed(context, allowed);
    private boolean anyCase;

    private Path(String path) {
      this.path = path;
    }

    /**
     * Declares GET and HEAD (RFC 9110, section 9.3.2); the server leaves out the body of an answer
     * to HEAD.
     */
    public Path get(Handler<RoutingContext> handler) {
      methods.put(HttpMethod.GET, handler);
      methods.put(HttpMethod.HEAD, handler);
      return this;
    }

    /** Declares GET alone, for a call that does more than to read. */
    public Path getWithoutHead(Handler<RoutingContext> handler) {
      methods.put(HttpMethod.GET, handler);
      return this;
    }

    public Path post(Handler<RoutingContext> handler) {
      methods.put(HttpMethod.POST, handler);
      return this;
    }

    public Path patch(Handler<RoutingContext> handler) {
      methods.put(HttpMethod.PATCH, handler);
      return this;
    }

    public Path delete(Handler<RoutingContext> handler) {
      methods.put(HttpMethod.DELETE, handler);
      return this;
    }

    /** Takes the path in upper and lower case, as the server does whose clients call it. */
    public Path inAnyCase() {
      anyCase = true;
      return this;
    }

    /**
     * Answers other methods in another form than a problem document.
     *
     * @param answer makes the answer from the allowed methods
     */
    public Path refusing(Function<String, Handler<RoutingContext>> answer) {
      refusal = answer;
      return this;
    }

    /**
     * Adds the routes of this path, and answers every other method with 405.
     *
     * @throws IllegalStateException if the document lacks this path or one of its methods
     */
    public void register() {
      declare(path.replaceAll(":([A-Za-z]+)", "{$1}"), methods.keySet());
      methods.forEach((method, handler) -> route().method(method).handler(handler));
      String allowed =
          methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
      Handler<RoutingContext> otherwise = refusal.apply(allowed);
      route()
          .handler(
              context -> {
                context.response().putHeader(ALLOW, allowed);
                otherwise.handle(context);
              });
    }

    private Route route() {
      return anyCase
          ? router.routeWithRegex("(?i)" + path.replaceAll(":([A-Za-z]+)", "(?<$1>[^/]+)") + "/?")
          : router.route(path);
    }
  }
}
