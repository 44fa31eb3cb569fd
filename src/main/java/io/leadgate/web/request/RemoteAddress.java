package io.leadgate.web.request;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Finds the caller's IP address, in a form that PostgreSQL's inet takes. Thread-safe. */
public final class RemoteAddress {

  private RemoteAddress() {}

  /** The address of the caller; behind a proxy of ours, as the proxy names it. */
  public static String of(RoutingContext context) {
    String forwarded = TrustedProxies.address(context);
    return forwarded == null ? ofPeer(context.request()) : forwarded;
  }

  /**
   * The address at the other end of the connection, without the zone of a link-local IPv6 address.
   */
  public static String ofPeer(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }
}
