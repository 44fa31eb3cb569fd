package io.leadgate.management;

import io.leadgate.web.answer.Respond;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics}. The page is made on a worker thread, because it takes some 10 ms;
 * one page at a time, because the path needs no login. Requests that come meanwhile share the next
 * page, so that no page is older than its request. Confined to one event loop.
 */
final class MetricsPage {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<String> scrape;

  /** The page that is being made. */
  private Future<String> current = Future.succeededFuture("");

  /** The page that is made next; empty if no request waits for it. */
  private Optional<Future<String>> next = Optional.empty();

  MetricsPage(Supplier<String> scrape) {
    this.scrape = scrape;
  }

  void get(RoutingContext context) {
    Respond.when(
        page(context.vertx()),
        context,
        text -> context.response().putHeader("Content-Type", PROMETHEUS_TEXT).end(text));
  }

  private Future<String> page(Vertx vertx) {
    if (current.isComplete()) {
      return begin(vertx);
    }
    if (next.isEmpty()) {
      next =
          Optional.of(
              current.transform(
                  made -> {
                    next = Optional.empty();
                    return begin(vertx);
                  }));
    }
    return next.get();
  }

  private Future<String> begin(Vertx vertx) {
    current = vertx.executeBlocking(scrape::get, false);
    return current;
  }
}
