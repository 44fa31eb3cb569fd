package io.leadgate.console;

import io.leadgate.config.Settings;
import io.leadgate.console.frame.ErrorPage;
import io.leadgate.console.frame.Shell;
import io.leadgate.halt.OutOfMemory;
import io.leadgate.signin.Oidc;
import io.leadgate.signin.OidcAttempt;
import io.leadgate.signin.ProviderAway;
import io.leadgate.signin.Sessions;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.request.RemoteAddress;
import io.leadgate.web.request.RequestActor;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Signs admins in by an identity provider ({@link Oidc}). Confined to one event loop. */
final class OidcHandler {

  static final String PATH = "/console/login/oidc";

  private static final String CALLBACK = PATH + "/callback";

  /** Says that the browser was led to the public origin already. */
  private static final String LED = "led";

  /** A longer path would make the cookies too long for a request. */
  private static final int NEXT_LENGTH_MAX = 500;

  private final Oidc provider;
  private final OidcCookies cookies;
  private final Shell shell;
  private final Sessions sessions;
  private final Set<String> publicOrigins;
  private final Telemetry telemetry;

  OidcHandler(
      Oidc provider,
      Shell shell,
      Sessions sessions,
      Settings.Management settings,
      Telemetry telemetry) {
    this.provider = provider;
    this.cookies = new OidcCookies(provider.attempts());
    this.shell = shell;
    this.sessions = sessions;
    this.publicOrigins = settings.publicOriginSet();
    this.telemetry = telemetry;
  }

  /**
   * Sends the browser to the provider. A browser that asks by the address of a node goes to the
   * public origin first, because the provider will lead it back there, where it must have the
   * cookie. It is led there once, because a proxy may put the node's address in the place of the
   * host.
   */
  void begin(RoutingContext context) {
    String next =
        Console.own(parameter(context, "next").filter(path -> path.length() <= NEXT_LENGTH_MAX));
    if (publicOriginOfHost(context).isEmpty()
        && !publicOrigins.isEmpty()
        && parameter(context, LED).isEmpty()) {
      Shell.goTo(
          context,
          "%s%s?%s=1&next=%s"
              .formatted(
                  origin(context), PATH, LED, URLEncoder.encode(next, StandardCharsets.UTF_8)));
    } else {
      send(context, provider.attempts().begin(next));
    }
  }

  private void send(RoutingContext context, OidcAttempt attempt) {
    Respond.when(
        orAway(context, provider.address(attempt, redirectUri(context))),
        context,
        address ->
            address.ifPresentOrElse(
                there -> {
                  cookies.keep(context, attempt, isOverTls(context));
                  Shell.goTo(context, there);
                },
                () -> showAway(context)));
  }

  /** Takes the browser back from the provider. */
  void finish(RoutingContext context) {
    Optional<OidcAttempt> attempt =
        cookies.take(context, parameter(context, "state").orElse(""), isOverTls(context));
    Optional<String> code = parameter(context, "code");
    if (attempt.isEmpty()) {
      refuse(
          context,
          "no such sign-in is under way",
          "This sign-in was not begun in this browser, or more than ten minutes ago.");
    } else if (code.isEmpty()) {
      refuse(context, "no code", "The identity provider did not sign you in.");
    } else {
      Respond.when(
          orAway(context, provider.finish(attempt.get(), code.get(), redirectUri(context))),
          context,
          outcome ->
              outcome.ifPresentOrElse(
                  judged -> judge(context, judged, attempt.get().next()), () -> showAway(context)));
    }
  }

  private void judge(RoutingContext context, Oidc.Outcome outcome, String next) {
    switch (outcome) {
      case Oidc.Outcome.Known known ->
          Respond.when(
              sessions.begin(known.user(), RequestActor.request(context)),
              context,
              begun -> {
                SessionCookie.set(context, begun.orElseThrow(), isOverTls(context));
                // The provider's page has led here, so a browser would keep the new cookie back
                // from a redirection.
                shell.show(context, Optional.empty(), 200, new AgainPage(next));
              });
      case Oidc.Outcome.NoRole none ->
          refuse(
              context,
              "no role",
              "The identity provider knows you as %s and gives you none of the roles admin, operator"
                      .formatted(none.name())
                  + " and viewer.");
      case Oidc.Outcome.Refused refused ->
          refuse(context, refused.reason(), "The identity provider sent " + refused.reason() + ".");
    }
  }

  /**
   * @param reason for the log, without a text of the caller
   */
  private void refuse(RoutingContext context, String reason, String detail) {
    telemetry.emit(
        new Event.ProviderLoginRefused(
            RequestTrace.of(context.request()), RemoteAddress.of(context), reason));
    shell.show(
        context,
        Optional.empty(),
        403,
        ErrorPage.of("You are not signed in", detail + " Begin again at /console/."));
  }

  /** Empty where the provider is away, or fails in a way that is not known. */
  private <T> Future<Optional<T>> orAway(RoutingContext context, Future<T> step) {
    return step.map(Optional::of)
        .recover(
            failure -> {
              OutOfMemory.endProcessIfIn(failure);
              telemetry.emit(
                  failure instanceof ProviderAway away
                      ? new Event.IdentityProviderAway(
                          RequestTrace.of(context.request()), away.reason())
                      : new Event.UnexpectedFailure(
                          "a sign-in by the identity provider",
                          RequestTrace.of(context.request()),
                          failure));
              return Future.succeededFuture(Optional.empty());
            });
  }

  private void showAway(RoutingContext context) {
    shell.show(
        context,
        Optional.empty(),
        503,
        ErrorPage.of(
            "The identity provider is away",
            "It did not answer, or answered with an error; the gateway's log tells more. A name and"
                + " a password of this gateway are taken at /console/login?local=1."));
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return Shell.parameters(context, name).stream().findFirst();
  }

  /** Where the provider sends the browser back to. */
  private String redirectUri(RoutingContext context) {
    return origin(context) + CALLBACK;
  }

  /**
   * The origin that the browser has. Behind a proxy it is the public origin of this host, or the
   * first one.
   */
  private String origin(RoutingContext context) {
    return publicOriginOfHost(context)
        .or(() -> publicOrigins.stream().findFirst())
        .orElseGet(() -> "http://" + host(context));
  }

  private Optional<String> publicOriginOfHost(RoutingContext context) {
    String host = host(context);
    return publicOrigins.stream()
        .filter(origin -> URI.create(origin).getRawAuthority().equals(host))
        .findFirst();
  }

  private static String host(RoutingContext context) {
    return Optional.ofNullable(context.request().getHeader(HttpHeaders.HOST))
        .orElse("")
        .toLowerCase(Locale.ROOT);
  }

  private boolean isOverTls(RoutingContext context) {
    return origin(context).startsWith("https://");
  }
}
