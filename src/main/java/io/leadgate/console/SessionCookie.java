package io.leadgate.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes the cookie of a session. Its name has the port by which the browser asks,
 * because a browser sends a cookie to every port of a host (RFC 6265, section 8.5). Over TLS the
 * cookie is {@code Secure}, and has the prefix {@code __Host-}, by which no other host can have set
 * it.
 */
final class SessionCookie {

  private static final String NAME = "leadgate_console_";
  private static final String SECURE = "__Host-" + NAME;

  /** A head has room for hundreds of cookies, and each token is a statement. */
  private static final int TOKENS_MAX = 4;

  private SessionCookie() {}

  /**
   * The token of the request's session, if the browser sends any.
   *
   * @param isTlsHost whether browsers have TLS at the host that was asked for; then the cookie has
   *     the prefix, because another host may have set one without it
   */
  static Optional<String> token(RoutingContext context, boolean isTlsHost) {
    String port = port(context.request());
    return (isTlsHost ? Stream.of(SECURE + port) : Stream.of(SECURE + port, NAME + port))
        .map(context.request()::getCookie)
        .flatMap(cookie -> cookie == null ? Stream.empty() : Stream.of(cookie.getValue()))
        .findFirst();
  }

  /** The tokens of the cookies of sessions that the browser sends, of four at most. */
  static Set<String> tokens(RoutingContext context) {
    String port = port(context.request());
    return Stream.of(SECURE + port, NAME + port)
        .flatMap(name -> context.request().cookies(name).stream())
        .map(Cookie::getValue)
        .limit(TOKENS_MAX)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Gives the browser that has sent a form the token of a session. */
  static void set(RoutingContext context, String token) {
    set(context, token, isOverTls(context.request()));
  }

  /**
   * Gives the browser the token of a session.
   *
   * @param isSecure whether the browser has TLS
   */
  static void set(RoutingContext context, String token, boolean isSecure) {
    context.response().addCookie(cookie(context, token, isSecure));
  }

  /** Takes the tokens from the browser, by whichever name it has them. */
  static void clear(RoutingContext context) {
    for (boolean isSecure : new boolean[] {false, true}) {
      Cookie gone = cookie(context, "", isSecure);
      if (!context.request().cookies(gone.getName()).isEmpty()) {
        context.response().addCookie(gone.setMaxAge(0));
      }
    }
  }

  private static Cookie cookie(RoutingContext context, String value, boolean isSecure) {
    return Cookie.cookie((isSecure ? SECURE : NAME) + port(context.request()), value)
        .setPath(isSecure ? "/" : "/console")
        .setHttpOnly(true)
        .setSecure(isSecure)
        .setSameSite(CookieSameSite.STRICT);
  }

  /**
   * Whether the browser has TLS, which a proxy may end. The browser itself says so with each form;
   * the gate has compared the origin.
   */
  static boolean isOverTls(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && origin.toLowerCase(Locale.ROOT).startsWith("https://");
  }

  /** The port by which the browser asks, as a part of a cookie's name. */
  static String port(HttpServerRequest request) {
    return request.authority() == null || request.authority().port() < 0
        ? "default"
        : Integer.toString(request.authority().port());
  }
}
