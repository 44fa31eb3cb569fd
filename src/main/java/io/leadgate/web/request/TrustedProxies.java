package io.leadgate.web.request;

import io.leadgate.config.Network;
import io.leadgate.web.edge.Edge;
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
 * Finds the caller's address if the peer is a trusted proxy: reads {@code X-Forwarded-For}, or
 * {@code Forwarded} (RFC 7239), from the right and takes the first address that is not a trusted
 * proxy. The addresses left of it may be forged and are ignored. If a request has both headers,
 * neither is used, because one of them may be the caller's own. Thread-safe.
 */
public final class TrustedProxies {

  private static final String ADDRESS = "leadgate.remote-address";
  private static final String SCHEME = "leadgate.scheme";

  private final List<IpSubnetFilterRule> networks;

  /** One proxy's statement: the address that it got the request from, and the scheme, if stated. */
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

  /**
   * Adds a route that resolves the caller of each request. Must be called before any other route is
   * added. Without trusted proxies no route is added.
   */
  public void register(Router router) {
    if (!networks.isEmpty()) {
      router
          .route()
          .handler(
              context -> {
                resolve(context);
                context.next();
              });
    }
  }

  private void resolve(RoutingContext context) {
    SocketAddress peer = context.request().remoteAddress();
    String address = peer == null ? null : peer.hostAddress();
    if (address == null || !isTrusted(address)) {
      return;
    }
    List<Hop> hops = hops(context.request().headers());
    for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
      Hop hop = hops.get(i);
      Optional<String> forwarder = canonical(hop.address());
      if (forwarder.isEmpty()) {
        break;
      }
      address = forwarder.get();
      hop.scheme().ifPresent(scheme -> context.put(SCHEME, scheme));
    }
    context.put(ADDRESS, address);
    Edge.callerIsAt(context.request().connection(), new InetSocketAddress(address, 0).getAddress());
  }

  /**
   * The canonical form of an address, without a zone; an IPv4 address that came as IPv6 becomes
   * IPv4. Empty if the text is not an address.
   */
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

  /** Whether the address belongs to a trusted proxy. */
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

  /** Removes the port and the brackets that may surround an address. */
  private static String address(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? "" : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  /** The caller's address behind trusted proxies; null if the peer is not a trusted proxy. */
  static @Nullable String address(RoutingContext context) {
    return context.get(ADDRESS);
  }

  /**
   * The scheme by which the caller reached the first trusted proxy, if that proxy states it;
   * otherwise the scheme of the connection to this gateway.
   */
  public static String scheme(RoutingContext context) {
    String stated = context.get(SCHEME);
    return stated == null ? context.request().scheme() : stated;
  }
}
