package io.leadgate.web.request;

import io.leadgate.config.Network;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the caller's address where the peer is one of our proxies: reads {@code X-Forwarded-For},
 * or {@code Forwarded} (RFC 7239), from the right, and takes the first address that is not a
 * trusted proxy. The addresses left of it are passed over, because anybody may have written them.
 * Where a request has both headers, neither is used, because one of them may be the caller's own.
 * Thread-safe.
 */
public final class TrustedProxies {

  private static final String ADDRESS = "leadgate.remote-address";
  private static final String SCHEME = "leadgate.scheme";

  private final List<IpSubnetFilterRule> networks;

  /**
   * What one proxy says: the address that it got the request from, and the scheme if it says so.
   */
  private record Hop(String address, Optional<String> scheme) {}

  public TrustedProxies(List<Network> trusted) {
    networks =
        trusted.stream()
            .map(
                network ->
                    new IpSubnetFilterRule(
                        network.address(), network.bits(), IpFilterRuleType.ACCEPT))
            .toList();
  }

  /** To be called before any other route is made. Adds no handler where no proxy is trusted. */
  public void watch(Router router) {
    if (!networks.isEmpty()) {
      router
          .route()
          .handler(
              context -> {
                findCaller(context);
                context.next();
              });
    }
  }

  private void findCaller(RoutingContext context) {
    SocketAddress peer = context.request().remoteAddress();
    String address = peer == null ? null : peer.hostAddress();
    if (address == null || !isTrusted(address)) {
      return;
    }
    List<Hop> hops = hops(context.request().headers());
    for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
      Hop hop = hops.get(i);
      Optional<String> before = canonical(hop.address());
      if (before.isEmpty()) {
        break;
      }
      address = before.get();
      hop.scheme().ifPresent(scheme -> context.put(SCHEME, scheme));
    }
    context.put(ADDRESS, address);
  }

  /** Writes each address in one form: without a zone, and an IPv4 address as such. */
  private static Optional<String> canonical(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address.replaceFirst("%.*", ""));
    try {
      return bytes == null
          ? Optional.empty()
          : Optional.of(NetUtil.toAddressString(InetAddress.getByAddress(bytes)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private boolean isTrusted(String address) {
    return isTrusted(new InetSocketAddress(address, 0));
  }

  /** Whether the address is of a proxy of ours. */
  public boolean isTrusted(InetAddress address) {
    return isTrusted(new InetSocketAddress(address, 0));
  }

  private boolean isTrusted(InetSocketAddress socket) {
    return networks.stream().anyMatch(network -> network.matches(socket));
  }

  private static List<Hop> hops(MultiMap headers) {
    List<String> forwarded = values(headers, "Forwarded");
    List<String> forwardedFor = values(headers, "X-Forwarded-For");
    if (!forwarded.isEmpty() && !forwardedFor.isEmpty()) {
      return List.of();
    }
    if (!forwarded.isEmpty()) {
      return forwarded.stream().map(TrustedProxies::hop).toList();
    }
    List<String> schemes = values(headers, "X-Forwarded-Proto");
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < forwardedFor.size(); i++) {
      boolean isLast = i == forwardedFor.size() - 1;
      hops.add(
          new Hop(
              address(forwardedFor.get(i)),
              isLast && !schemes.isEmpty() ? scheme(schemes.getLast()) : Optional.empty()));
    }
    return hops;
  }

  private static List<String> values(MultiMap headers, String name) {
    return headers.getAll(name).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  private static Hop hop(String element) {
    String address = "";
    Optional<String> scheme = Optional.empty();
    for (String pair : element.split(";", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String value = pair.substring(equals + 1).strip().replace("\"", "");
      if (name.equals("for")) {
        address = address(value);
      } else if (name.equals("proto")) {
        scheme = scheme(value);
      }
    }
    return new Hop(address, scheme);
  }

  private static Optional<String> scheme(String text) {
    return Optional.of(text.toLowerCase(Locale.ROOT))
        .filter(scheme -> scheme.equals("http") || scheme.equals("https"));
  }

  /** The address without its port and its brackets. */
  private static String address(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? "" : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  /** The caller behind our proxies; null where the peer is another. */
  static @Nullable String address(RoutingContext context) {
    return context.get(ADDRESS);
  }

  /** The scheme by which the caller came to our first proxy, if it says so; otherwise to us. */
  public static String scheme(RoutingContext context) {
    String forwarded = context.get(SCHEME);
    return forwarded == null ? context.request().scheme() : forwarded;
  }
}
