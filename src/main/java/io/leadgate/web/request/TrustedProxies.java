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
 * Whom a request comes from, where its peer is a proxy of ours: the last address that such a proxy
 * has put into {@code X-Forwarded-For}, or into {@code Forwarded} (RFC 7239), and that is none
 * itself. What stands before that anybody may have written. Where both headers come, one of them
 * may be the caller's own, so neither is believed. For any thread.
 */
public final class TrustedProxies {

  private static final String ADDRESS = "leadgate.remote-address";
  private static final String SCHEME = "leadgate.scheme";

  private final List<IpSubnetFilterRule> networks;

  /** One proxy's word: from where it got the request, and by which scheme, if it says so. */
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

  /** To be called before any other route is made; without proxies requests have nothing of it. */
  public void watch(Router router) {
    if (!networks.isEmpty()) {
      router
          .route()
          .handler(
              context -> {
                look(context);
                context.next();
              });
    }
  }

  private void look(RoutingContext context) {
    SocketAddress peer = context.request().remoteAddress();
    String address = peer == null ? null : peer.hostAddress();
    if (address == null || !isTrusted(address)) {
      return;
    }
    List<Hop> hops = hops(context.request().headers());
    for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
      Hop hop = hops.get(i);
      Optional<String> told = canonical(hop.address());
      if (told.isEmpty()) {
        break;
      }
      address = told.get();
      hop.scheme().ifPresent(scheme -> context.put(SCHEME, scheme));
    }
    context.put(ADDRESS, address);
  }

  /** One form for each address: without a zone, and an IPv4 address as such, however it came. */
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

  /** Whether it is the address of a proxy of ours. */
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

  /** Without the port and the brackets that may be around it. */
  private static String address(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? "" : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  /** The caller behind our proxies; null where the peer is none of them. */
  static @Nullable String address(RoutingContext context) {
    return context.get(ADDRESS);
  }

  /** By which scheme the caller came to our first proxy, as far as that says; else to us. */
  public static String scheme(RoutingContext context) {
    String told = context.get(SCHEME);
    return told == null ? context.request().scheme() : told;
  }
}
