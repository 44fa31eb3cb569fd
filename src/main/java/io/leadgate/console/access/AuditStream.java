package io.leadgate.console.access;

import io.leadgate.domain.AuditFilter;
import io.leadgate.domain.Slice;
import io.leadgate.store.AuditLog;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Sends the audit log of a filter page by page. A page is read when the page before is out, so that
 * a browser that takes its time holds one page in memory. If a later page cannot be read, the
 * connection ends without the last chunk, so that a part of the log cannot pass for the whole.
 * Confined to one event loop.
 */
final class AuditStream {

  private static final int ROWS = 1_000;

  private final AuditLog audit;
  private final AuditFilter filter;
  private final RoutingContext context;
  private final Telemetry telemetry;

  AuditStream(AuditLog audit, AuditFilter filter, RoutingContext context, Telemetry telemetry) {
    this.audit = audit;
    this.filter = filter;
    this.context = context;
    this.telemetry = telemetry;
  }

  /** Sends the whole. A failure before the first byte is answered with a page. */
  void send() {
    audit
        .listShort(filter, Optional.empty(), ROWS)
        .onComplete(
            first -> {
              announce(context.response());
              context.response().setChunked(true);
              write(AuditCsv.head())
                  .compose(begun -> pages(first))
                  .compose(all -> context.response().end())
                  .onFailure(this::breakOff);
            },
            context::fail);
  }

  /** Says that the answer is a file. */
  static void announce(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8")
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"");
  }

  private Future<Void> pages(Slice<AuditLog.Entry> page) {
    return context
        .vertx()
        .executeBlocking(() -> AuditCsv.of(page.items()), false)
        .compose(this::write)
        .compose(
            out ->
                page.more()
                    ? audit
                        .listShort(filter, Optional.of(page.items().getLast().id()), ROWS)
                        .compose(this::pages)
                    : Future.succeededFuture());
  }

  /** Completes when the bytes are handed to the network. */
  private Future<Void> write(Buffer bytes) {
    HttpServerResponse response = context.response();
    return response.closed() ? Future.failedFuture("the browser has left") : response.write(bytes);
  }

  private void breakOff(Throwable failure) {
    if (!context.response().closed()) {
      telemetry.emit(
          Event.ofFailure(
              "the audit log as CSV", Optional.of(RequestTrace.of(context.request())), failure));
      context.request().connection().close();
    }
  }
}
