package io.leadgate.web.request;

import io.leadgate.domain.CallerNetwork;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Finds the caller's IP address, in the form of PostgreSQL's inet. */
public final class RemoteAddress {

  private RemoteAddress() {}

  /** The caller's address; behind a trusted proxy the address that the proxy states. */
  public static String of(RoutingContext context) {
    String forwarded = TrustedProxies.address(context);
    return forwarded == null ? ofPeer(context.request()) : forwarded;
  }

  /** The address of the connection's peer, without the zone of a link-local IPv6 address. */
  public static String ofPeer(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  /** The part of an address that identifies a caller ({@link CallerNetwork}), as a text. */
  public static String network(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes == null ? address : Long.toHexString(CallerNetwork.of(bytes));
  }
}
