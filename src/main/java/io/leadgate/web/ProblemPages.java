package io.leadgate.web;

import io.leadgate.domain.Refusal;
import io.leadgate.domain.Sha256;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers {@code GET /problems/{slug}} with a page that explains a refusal and its remedy to a
 * person. The pages are made from the catalogue alone; they load, run and send nothing.
 * Thread-safe.
 */
public final class ProblemPages implements Handler<RoutingContext> {

  private static final String STYLE =
      "body{font:1rem/1.5 sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}"
          + "code{font-size:.9em}";
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(Base64.getEncoder().encodeToString(Sha256.of(STYLE)));

  private final Map<Refusal, String> pages = new EnumMap<>(Refusal.class);

  public ProblemPages() {
    for (Refusal refusal : Refusal.values()) {
      pages.put(refusal, page(refusal));
    }
  }

  private static String page(Refusal refusal) {
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s</title>
        <style>%5$s</style>
        <h1>%1$s</h1>
        <p>Status <code>%2$d</code>, type <code>/problems/%3$s</code></p>
        <p>%4$s</p>
        <p>When you ask for help, name the request id: the member <code>instance</code> of the answer, which is
        also its header <code>X-Request-Id</code>.</p>
        <p><a href="/openapi.json">The API's OpenAPI document</a></p>
        </html>
        """
        .formatted(
            escape(refusal.title()),
            refusal.status(),
            escape(refusal.slug()),
            escape(Explanations.of(refusal)),
            STYLE);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    Optional<String> page =
        Refusal.of(context.pathParam("slug")).map(refusal -> pages.getOrDefault(refusal, ""));
    if (page.isEmpty()) {
      Problem.of(Refusal.NOT_FOUND, "There is no such problem.").send(response);
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader("Content-Security-Policy", POLICY)
        .end(page.get());
  }
}
