package io.leadgate.console;

import io.leadgate.console.frame.ErrorPage;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Shell;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.AdminRight;
import io.leadgate.domain.SignedIn;
import io.leadgate.signin.AdminGuard;
import io.leadgate.signin.BrowserGate;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.request.RemoteAddress;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Lets an admin reach a page of the console if the admin is signed in, by a session or by a trusted
 * proxy, and the admin's role has the right; sends everybody else to the sign-in. Refuses what
 * pages of other origins make a browser send. Confined to one event loop.
 */
final class Gate {

  private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Shell shell;
  private final BrowserGate browsers;
  private final Callers callers;
  private final BooleanSupplier isStarting;
  private final Telemetry telemetry;

  /**
   * @param isStarting whether the gateway has not reached its storage yet
   */
  Gate(
      Shell shell,
      BrowserGate browsers,
      Callers callers,
      BooleanSupplier isStarting,
      Telemetry telemetry) {
    this.shell = shell;
    this.browsers = browsers;
    this.callers = callers;
    this.isStarting = isStarting;
    this.telemetry = telemetry;
  }

  /** Makes the handler of a page that needs a right. */
  Handler<RoutingContext> to(AdminRight right, Consumer<Visit> page) {
    return toAnybody(
        context -> {
          hold(context);
          ifMay(
              context,
              right,
              standing -> {
                AdminGuard.remember(context, standing.admin());
                page.accept(
                    new Visit(
                        context, shell, standing, use -> ifMay(context, right, now -> use.run())));
              });
        });
  }

  /**
   * Makes the handler of a page that is not there, which an admin sees with the navigation.
   *
   * @param ofStranger answers a request of a caller that is not signed in
   */
  Handler<RoutingContext> toMissing(Handler<RoutingContext> ofStranger) {
    return toAnybody(
        context ->
            Respond.when(
                callers.of(context),
                context,
                caller -> {
                  if (caller instanceof Callers.Caller.Known known) {
                    shell.show(
                        context, Optional.of(known.standing().admin()), 404, ErrorPage.NOT_FOUND);
                  } else {
                    ofStranger.handle(context);
                  }
                }));
  }

  /** Looks the caller up, and goes on if the role has the right; answers otherwise. */
  private void ifMay(RoutingContext context, AdminRight right, Consumer<Visit.Standing> use) {
    Respond.when(
        callers.of(context),
        context,
        caller -> {
          switch (caller) {
            case Callers.Caller.Known known -> ifMay(context, right, known.standing(), use);
            case Callers.Caller.Refused refused -> {
              tellOfRole(context);
              show(context, 403, ErrorPage.of("You have no role here", refused.detail()));
            }
            case Callers.Caller.Stranger stranger -> toSignIn(context);
          }
        });
  }

  private void ifMay(
      RoutingContext context,
      AdminRight right,
      Visit.Standing standing,
      Consumer<Visit.Standing> use) {
    SignedIn admin = standing.admin();
    if (admin.may(right)) {
      use.accept(standing);
      return;
    }
    tellOfRole(context);
    shell.show(
        context,
        Optional.of(admin),
        403,
        ErrorPage.of(
            "Your role does not include this",
            "You are signed in as %s with the role %s; ask an admin of the role admin."
                .formatted(admin.name(), admin.role().code())));
  }

  private void tellOfRole(RoutingContext context) {
    telemetry.emit(
        new Event.RoleRefused(RequestTrace.of(context.request()), RemoteAddress.of(context)));
  }

  /** Makes the handler of a page that needs no sign-in. */
  Handler<RoutingContext> toAnybody(Handler<RoutingContext> page) {
    return context -> {
      Optional<Problem> refusal = browsers.refusal(context);
      if (refusal.isPresent()) {
        Problem problem = refusal.get();
        show(
            context,
            problem.refusal().status(),
            ErrorPage.of(problem.refusal().title(), problem.detail()));
      } else if (!SAFE.contains(context.request().method())
          && !BrowserGate.saysItsOrigin(context.request())) {
        show(
            context,
            403,
            ErrorPage.of(
                "The form cannot be traced to a page of this console",
                "The browser says neither Origin nor Sec-Fetch-Site; use one that does."));
      } else if (isStarting.getAsBoolean()) {
        show(
            context,
            503,
            ErrorPage.of("The gateway is starting", "It waits for its storage; try again."));
      } else {
        page.handle(context);
      }
    };
  }

  /** Keeps the body of the request back until its reader is there. */
  static void hold(RoutingContext context) {
    context.request().pause();
    // A reader of the body resumes; a body that stays unread would block its connection.
    context.addEndHandler(ended -> context.request().resume());
  }

  private void toSignIn(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!SAFE.contains(request.method())) {
      show(
          context,
          403,
          ErrorPage.of(
              "Your session has ended",
              "Nothing was changed. Sign in in another tab, go back here, and send the form again."));
    } else if ("cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
      // A browser keeps the cookie back where another site's link leads here. The page asks for
      // itself once more, and that request has the cookie.
      show(context, 200, new AgainPage(Console.own(Optional.of(request.uri()))));
    } else if (mayHoldCookieBack(request)) {
      show(context, 200, new AgainPage(signInPath(request.uri())));
    } else {
      Shell.goTo(context, signInPath(Shell.isOfScript(context) ? Console.HOME : request.uri()));
    }
  }

  /**
   * Whether a browser may have kept its cookie back without saying so: over plain HTTP it does not
   * send Sec-Fetch-Site, by which a link of another site is known. The sign-in leads on if the
   * second request has the cookie.
   */
  private static boolean mayHoldCookieBack(HttpServerRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return !request.headers().contains("Sec-Fetch-Site")
        && !request.headers().contains("HX-Request")
        && accepted != null
        && accepted.contains("text/html");
  }

  private static String signInPath(String next) {
    return "/console/login"
        + (next.length() > SignInHandler.NEXT_LENGTH_MAX
            ? ""
            : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }

  private void show(RoutingContext context, int status, Page page) {
    shell.show(context, Optional.empty(), status, page);
  }
}
