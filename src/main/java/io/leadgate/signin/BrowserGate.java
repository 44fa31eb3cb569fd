package io.leadgate.signin;

import io.leadgate.config.Settings;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Problem;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a web page of another origin makes an admin's browser send, because a browser adds
 * the admin's password by itself, and a proxy the admin's name. A request without the headers of
 * browsers passes, unless a proxy names its user. Thread-safe.
 */
public final class BrowserGate {

  private static final CharSequence SEC_FETCH_SITE = HttpHeaders.createOptimized("Sec-Fetch-Site");
  private static final Set<String> SAME_SITE = Set.of("same-origin", "none");
  private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Set<String> publicOrigins;
  private final Set<String> hosts;
  private final ProxyUser proxyUser;

  public BrowserGate(Settings.Management settings, ProxyUser proxyUser) {
    this.proxyUser = proxyUser;
    this.publicOrigins = settings.publicOriginSet();
    this.hosts =
        Stream.concat(
                Stream.of("localhost"),
                Stream.concat(
                    settings.hostSet().stream(), publicOrigins.stream().map(BrowserGate::hostOf)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** By hand, because {@code URI} finds no host in a name that has an underscore. */
  private static String hostOf(String origin) {
    String authority = origin.substring(origin.indexOf("//") + 2);
    int port = authority.lastIndexOf(':');
    return port > authority.indexOf(']') ? authority.substring(0, port) : authority;
  }

  /** The problem of a request that is refused; empty for a request that passes. */
  public Optional<Problem> refusal(RoutingContext context) {
    HttpServerRequest request = context.request();
    // Over plain HTTP a browser sends no header of its own with a link.
    boolean isNamed = proxyUser.isNamed(context);
    if ((isNamed || isOfBrowser(request)) && !isOwnHost(request)) {
      return Optional.of(
          Problem.of(
              Refusal.MISDIRECTED_REQUEST,
              "A browser or a proxy asked by a name that is not in management.hosts; ask by the address, or"
                  + " name the host there."));
    }
    if (!SAFE.contains(request.method()) && !isOfOwnOrigin(request)) {
      return Optional.of(
          Problem.of(
              Refusal.CROSS_ORIGIN,
              "A web page of another origin sent the request; behind a proxy, name the origin that"
                  + " browsers have in management.public_origins."));
    }
    if (isNamed && !SAFE.contains(request.method()) && !saysItsOrigin(request)) {
      return Optional.of(
          Problem.of(
              Refusal.CROSS_ORIGIN,
              "The proxy names the user of whatever the browser sends, so a change needs the header"
                  + " Origin or Sec-Fetch-Site; a script sends Origin itself."));
    }
    return Optional.empty();
  }

  /** Whether the request says from which page it comes. */
  public static boolean saysItsOrigin(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.ORIGIN)
        || request.headers().contains(SEC_FETCH_SITE);
  }

  /** Whether browsers have TLS at the host that was asked for, which a proxy ends. */
  public boolean isTlsHost(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return host != null && publicOrigins.contains("https://" + host.toLowerCase(Locale.ROOT));
  }

  private static boolean isOfBrowser(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.ORIGIN)
        || request.headers().contains(HttpHeaders.COOKIE)
        || request.headers().names().stream()
            .anyMatch(name -> name.regionMatches(true, 0, "Sec-Fetch-", 0, "Sec-Fetch-".length()));
  }

  /** A missing header is of no browser. */
  private boolean isOwnHost(HttpServerRequest request) {
    String host =
        request.authority() == null ? null : request.authority().host().toLowerCase(Locale.ROOT);
    return host != null && (hosts.contains(host) || isAddress(host));
  }

  private static boolean isAddress(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return NetUtil.createByteArrayFromIpAddressString(bare) != null;
  }

  private boolean isOfOwnOrigin(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && publicOrigins.contains(origin.toLowerCase(Locale.ROOT))) {
      return true;
    }
    String site = request.getHeader(SEC_FETCH_SITE);
    return site == null ? isOfHost(origin, request) : SAME_SITE.contains(site);
  }

  /** Whether an origin names the host that was asked for; a proxy may have ended its TLS. */
  private static boolean isOfHost(@Nullable String origin, HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return origin == null
        || (host != null
            && (origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host)));
  }
}
