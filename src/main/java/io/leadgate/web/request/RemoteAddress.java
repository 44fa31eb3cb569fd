package io.leadgate.web.request;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** The caller's IP address, as PostgreSQL's inet takes it. */
public final class RemoteAddress {

  private RemoteAddress() {}

  /** Behind a proxy of ours as that tells it. */
  public static String of(RoutingContext context) {
    String told = TrustedProxies.address(context);
    return told == null ? ofPeer(context.request()) : told;
  }

  /** Of whom the connection is with. Without the zone of a link-local IPv6 address. */
  public static String ofPeer(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }
}
