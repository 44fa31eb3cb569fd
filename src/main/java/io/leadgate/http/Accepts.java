package io.leadgate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;

/** What the caller takes for an answer (RFC 9110, section 12.5.1). */
final class Accepts {

  private Accepts() {}

  /** Also a caller who does not say. */
  static boolean json(RoutingContext context) {
    return !context.request().headers().contains(HttpHeaders.ACCEPT)
        || context.parsedHeaders().accept().stream().anyMatch(Accepts::isJson);
  }

  private static boolean isJson(MIMEHeader range) {
    boolean type = range.component().equals("*") || range.component().equals("application");
    boolean subtype = range.subComponent().equals("*") || range.subComponent().equals("json");
    return type && subtype && range.weight() > 0;
  }
}
