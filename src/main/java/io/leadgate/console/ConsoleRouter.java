package io.leadgate.console;

import io.leadgate.console.frame.ErrorPage;
import io.leadgate.console.frame.Shell;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.AdminRight;
import io.leadgate.domain.StorageAway;
import io.leadgate.domain.Unanswered;
import io.leadgate.signin.GuardedCall;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.body.Body;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Routes the pages of the console, each by the right that it needs, and answers every fault with a
 * page. Confined to one event loop.
 */
final class ConsoleRouter {

  private final Router router;
  private final Gate gate;
  private final Shell shell;
  private final Telemetry telemetry;
  private final List<GuardedCall> calls = new ArrayList<>();

  /** The methods of each path, for the answers to other methods. */
  private final Map<String, Set<String>> methods = new LinkedHashMap<>();

  ConsoleRouter(Vertx vertx, Gate gate, Shell shell, Telemetry telemetry) {
    this.router = Router.router(vertx);
    this.gate = gate;
    this.shell = shell;
    this.telemetry = telemetry;
  }

  /** Declares a page. */
  ConsoleRouter page(String path, AdminRight right, Consumer<Visit> page) {
    return add(HttpMethod.GET, path, Optional.of(right), gate.to(right, page));
  }

  /** Declares a form. */
  ConsoleRouter form(String path, AdminRight right, Consumer<Visit> form) {
    return add(HttpMethod.POST, path, Optional.of(right), gate.to(right, form));
  }

  /** Declares a page or a form that needs no sign-in. */
  ConsoleRouter open(HttpMethod method, String path, Handler<RoutingContext> handler) {
    return add(method, path, Optional.empty(), gate.toAnybody(handler));
  }

  private ConsoleRouter add(
      HttpMethod method, String path, Optional<AdminRight> right, Handler<RoutingContext> handler) {
    Set<String> ofPath = methods.computeIfAbsent(path, added -> new TreeSet<>());
    ofPath.add(method.name());
    calls.add(new GuardedCall(method, "/console" + path, right));
    router.route(method, path).handler(handler);
    if (method.equals(HttpMethod.GET)) {
      ofPath.add(HttpMethod.HEAD.name());
      router.route(HttpMethod.HEAD, path).handler(handler);
    }
    return this;
  }

  /** All calls that were declared. */
  List<GuardedCall> calls() {
    return List.copyOf(calls);
  }

  /** The finished router, which answers every other path with a page too. */
  Router finished() {
    methods.forEach(
        (path, allowed) ->
            router.route(path).handler(gate.toAnybody(context -> notAllowed(context, allowed))));
    router
        .route()
        .handler(
            gate.toMissing(
                context -> shell.show(context, Optional.empty(), 404, ErrorPage.NOT_FOUND)));
    router.route().failureHandler(this::failed);
    return router;
  }

  private void notAllowed(RoutingContext context, Set<String> allowed) {
    context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
    shell.show(
        context,
        Optional.empty(),
        405,
        ErrorPage.of(
            "This page does not take that",
            "Allowed here: %s.".formatted(String.join(", ", allowed))));
  }

  private void failed(RoutingContext context) {
    switch (context.failure()) {
      case Body.BrokenOff gone -> {} // The browser has left.
      case Unanswered late -> away(context, late, false);
      case StorageAway away -> away(context, away, away.changePossible());
      case null, default -> {
        Throwable failure = context.failure();
        telemetry.emit(
            new Event.UnexpectedFailure(
                "a page of the console",
                RequestTrace.of(context.request()),
                failure == null ? new IllegalStateException("500") : failure));
        if (!context.response().ended()) {
          shell.show(
              context,
              Optional.empty(),
              500,
              ErrorPage.of(
                  "This server has a fault",
                  "Its log tells more, by the id %s."
                      .formatted(RequestTrace.of(context.request()).requestId())));
        }
      }
    }
  }

  private void away(RoutingContext context, Throwable failure, boolean changePossible) {
    telemetry.emit(
        Event.ofFailure(
            "a page of the console", Optional.of(RequestTrace.of(context.request())), failure));
    shell.show(
        context,
        Optional.empty(),
        503,
        ErrorPage.of(
            "The storage is away",
            changePossible
                ? "PostgreSQL did not answer in time. The change may have been made: look before you"
                    + " try again."
                : "PostgreSQL did not answer in time. Nothing was changed by this. Load the page again"
                    + " in a moment; /health says whether leads are taken meanwhile."));
  }
}
