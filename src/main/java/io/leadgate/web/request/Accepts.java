package io.leadgate.web.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;

/** Reads which media types the caller accepts (RFC 9110, section 12.5.1). Thread-safe. */
public final class Accepts {

  private Accepts() {}

  private static final Comparator<MIMEHeader> HOW_CLOSELY =
      Comparator.comparingInt((MIMEHeader range) -> range.subComponent().equals("json") ? 1 : 0)
          .thenComparingInt(range -> range.component().equals("application") ? 1 : 0);

  /**
   * Whether the caller accepts JSON, as a caller without the header does. If several ranges match,
   * the closest range decides.
   */
  public static boolean json(RoutingContext context) {
    return !context.request().headers().contains(HttpHeaders.ACCEPT)
        || context.parsedHeaders().accept().stream()
            .filter(Accepts::hasJson)
            .max(HOW_CLOSELY)
            .filter(range -> range.weight() > 0)
            .isPresent();
  }

  private static boolean hasJson(MIMEHeader range) {
    boolean type = range.component().equals("*") || range.component().equals("application");
    boolean subtype = range.subComponent().equals("*") || range.subComponent().equals("json");
    return type && subtype;
  }
}
