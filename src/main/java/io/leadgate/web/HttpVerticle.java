package io.leadgate.web;

import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.RequestId;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.edge.HttpFault;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Serves one port on one event loop; verticles with equal options share the port. Gives each
 * response a request id, and answers requests that reach no route with a problem document too.
 */
public final class HttpVerticle extends VerticleBase {

  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence X_CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

  private final Router router;
  private final RequestId requestId;
  private final Edge edge;
  private final Consumer<HttpServerRequest> observer;
  private volatile Optional<HttpServer> server = Optional.empty();

  /**
   * @param edge the edge, which has the options of the server
   */
  public HttpVerticle(Edge edge, Router router, RequestId requestId, Telemetry telemetry) {
    this.edge = edge;
    this.router = router;
    this.requestId = requestId;
    this.observer =
        telemetry.wantsRequests() ? new RequestTelemetry(telemetry)::observe : request -> {};
  }

  /** Fails with a {@link BindException} that names the address, if the port is not free. */
  @Override
  public Future<?> start() {
    edge.open(vertx);
    return vertx
        .createHttpServer(edge.options())
        .connectionHandler(edge::accept)
        .requestHandler(this::handle)
        .invalidRequestHandler(this::refuseInvalid)
        .listen()
        .onSuccess(listening -> server = Optional.of(listening))
        .recover(failure -> Future.failedFuture(notBound(failure)));
  }

  private void handle(HttpServerRequest request) {
    begin(request);
    observer.accept(request);
    if (Edge.isNextOverloaded(request.connection())) {
      Problem.of(
              Refusal.OVERLOADED,
              "Too many requests are in progress; send the request again in a moment.")
          .send(request.response());
    } else {
      router.handle(request);
    }
  }

  /**
   * Gives the response the headers of every response. No cache keeps an answer, because nearly each
   * carries leads, tokens or credentials; and no browser takes an answer for another type than it
   * says, because leads may hold markup.
   */
  private void begin(HttpServerRequest request) {
    requestId.assign(request);
    request
        .response()
        .headers()
        .add(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .add(X_CONTENT_TYPE_OPTIONS, NOSNIFF);
  }

  private void refuseInvalid(HttpServerRequest request) {
    begin(request);
    Throwable cause = request.decoderResult().cause();
    Problem problem =
        switch (cause) {
          case HttpFault fault -> Problem.of(fault.refusal(), fault.detail());
          case TooLongHttpLineException line -> Problem.of(Refusal.URI_TOO_LONG);
          case TooLongHttpHeaderException headers -> Problem.of(Refusal.HEADERS_TOO_LARGE);
          case null, default -> Problem.of(Refusal.MALFORMED_REQUEST);
        };
    problem.send(request.response());
  }

  /** Names the address, because the native transport's own exception does not. */
  private BindException notBound(Throwable failure) {
    HttpServerOptions options = edge.options();
    BindException exception =
        new BindException(
            options.getHost() + ":" + options.getPort() + ": " + failure.getMessage());
    exception.initCause(failure);
    return exception;
  }

  /**
   * Stops accepting, answers the requests in progress, and closes the connections that are left
   * after the time-out. May be called on any thread, also before the start.
   */
  public Future<Void> drain(Duration timeout) {
    return server
        .map(listening -> listening.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS))
        .orElse(Future.succeededFuture());
  }

  /** The port that the verticle listens on; 0 before it listens. */
  public int port() {
    return server.map(HttpServer::actualPort).orElse(0);
  }
}
