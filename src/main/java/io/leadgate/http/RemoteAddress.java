package io.leadgate.http;

import io.vertx.core.http.HttpServerRequest;

/** The caller's IP address, as PostgreSQL's inet takes it. */
public final class RemoteAddress {

  private RemoteAddress() {}

  /** Without the zone that Java puts behind a link-local IPv6 address. */
  public static String of(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }
}
