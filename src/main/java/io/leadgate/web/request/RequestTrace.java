package io.leadgate.web.request;

import io.leadgate.telemetry.Trace;
import io.leadgate.web.answer.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** Makes the trace that identifies a request in the log. */
public final class RequestTrace {

  private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

  private RequestTrace() {}

  /** The trace of a request whose id was assigned. A repeated traceparent is ignored. */
  public static Trace of(HttpServerRequest request) {
    List<String> given = request.headers().getAll(TRACEPARENT);
    return new Trace(
        RequestId.of(request.response()),
        given.size() == 1 ? Optional.of(given.getFirst()) : Optional.empty());
  }
}
