package io.leadgate.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Tells a person who opens the public listener in a browser what it is. Thread-safe. */
public final class HomePage implements Handler<RoutingContext> {

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Leadgate</title>
      <h1>Leadgate</h1>
      <p>This server takes leads from vendors over HTTP. There is nothing here for a browser but
      <a href="/openapi.json">the API's OpenAPI document</a>, from which tools make clients.</p>
      <p>A vendor gets a client id and a secret from the operator of this server, a token at
      <code>/oauth2/token</code>, and posts leads to <code>/v1/campaigns/{id}/leads</code>.</p>
      </html>
      """;

  @Override
  public void handle(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .end(PAGE);
  }
}
