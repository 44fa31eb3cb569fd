package io.leadgate.console;

import io.leadgate.signin.OidcAttempt;
import io.leadgate.signin.OidcAttempts;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the sign-ins by the identity provider that are under way in cookies of their own, so that
 * the tabs of a browser do not end each other's. {@code Lax}, because the provider's page leads
 * back here. Over TLS the cookies are {@code Secure}, and have the prefix {@code __Host-}, by which
 * no other host can have set them. Thread-safe.
 */
final class OidcCookies {

  private static final String NAME = "leadgate_oidc_";
  private static final String SECURE = "__Host-" + NAME;
  private static final int KEPT_MAX = 4;
  private static final int STATE_LENGTH = 12;

  private final OidcAttempts attempts;

  OidcCookies(OidcAttempts attempts) {
    this.attempts = attempts;
  }

  /** Gives the browser a cookie, and takes the oldest ones where it has many. */
  void keep(RoutingContext context, OidcAttempt attempt, boolean isSecure) {
    List<String> kept =
        context.request().cookies().stream()
            .filter(cookie -> cookie.getName().startsWith(prefix(context, isSecure)))
            .sorted(Comparator.comparing(this::end))
            .map(Cookie::getName)
            .toList();
    kept.stream()
        .limit(Math.max(0, kept.size() - KEPT_MAX + 1))
        .forEach(name -> context.response().addCookie(cookie(name, "", isSecure).setMaxAge(0)));
    context
        .response()
        .addCookie(
            cookie(name(context, attempt.state(), isSecure), attempts.sealed(attempt), isSecure)
                .setMaxAge(OidcAttempts.AGE_MAX.toSeconds()));
  }

  private Instant end(Cookie cookie) {
    return attempts.open(cookie.getValue()).map(OidcAttempt::expiresAt).orElse(Instant.MIN);
  }

  /**
   * Takes the sign-in of a state from the browser; empty if the browser has begun no such sign-in
   * in time.
   */
  Optional<OidcAttempt> take(RoutingContext context, String state, boolean isSecure) {
    String name = name(context, state, isSecure);
    Optional<OidcAttempt> found =
        Optional.ofNullable(context.request().getCookie(name))
            .flatMap(cookie -> attempts.open(cookie.getValue()))
            .filter(attempt -> OidcAttempts.isSame(attempt.state(), state));
    found.ifPresent(
        attempt -> context.response().addCookie(cookie(name, "", isSecure).setMaxAge(0)));
    return found;
  }

  private static String name(RoutingContext context, String state, boolean isSecure) {
    return prefix(context, isSecure) + state.substring(0, Math.min(STATE_LENGTH, state.length()));
  }

  private static String prefix(RoutingContext context, boolean isSecure) {
    return (isSecure ? SECURE : NAME) + SessionCookie.port(context.request()) + "_";
  }

  private static Cookie cookie(String name, String value, boolean isSecure) {
    return Cookie.cookie(name, value)
        .setPath(isSecure ? "/" : OidcHandler.PATH)
        .setHttpOnly(true)
        .setSecure(isSecure)
        .setSameSite(CookieSameSite.LAX);
  }
}
