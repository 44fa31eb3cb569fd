package io.leadgate.web.request;

import io.leadgate.telemetry.Trace;
import io.leadgate.web.answer.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * Reads what identifies a request in the log: its id, and the caller's traceparent. Thread-safe.
 */
public final class RequestTrace {

  private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

  private RequestTrace() {}

  /** To be called once the id was assigned. Of two traceparents neither is used. */
  public static Trace of(HttpServerRequest request) {
    List<String> given = request.headers().getAll(TRACEPARENT);
    return new Trace(
        RequestId.of(request.response()),
        given.size() == 1 ? Optional.of(given.getFirst()) : Optional.empty());
  }
}
