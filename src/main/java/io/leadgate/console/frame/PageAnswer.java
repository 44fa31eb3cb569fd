package io.leadgate.console.frame;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes the answers of the console, which are pages and no problem documents. */
final class PageAnswer {

  private PageAnswer() {}

  /** Sends a page, which no cache and no other site may use. */
  static void send(RoutingContext context, int status, String policy, Buffer page) {
    HttpServerResponse response = context.response();
    // A browser sends Sec-Fetch-Site where the origin is trustworthy. Elsewhere it ignores the
    // header of the answer, and complains of it.
    if (context.request().headers().contains("Sec-Fetch-Site")) {
      response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader("Content-Security-Policy", policy)
        // Without a referrer browsers send "Origin: null" with the forms of a page.
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .setStatusCode(status)
        .end(page);
  }

  static void seeOther(HttpServerResponse response) {
    response.setStatusCode(303).end();
  }

  static void sendNothing(HttpServerResponse response) {
    response.setStatusCode(204).end();
  }

  static void sendAsset(HttpServerResponse response, Assets.Asset asset, String cacheControl) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
        .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .end(asset.bytes());
  }
}
