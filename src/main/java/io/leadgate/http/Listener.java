package io.leadgate.http;

import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.Edge;
import io.leadgate.web.HttpFault;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One HTTP server with what both of ours have in common: a request id on every response, and
 * problems also where a request never comes as far as a route.
 */
public final class Listener {

  private final HttpServer server;
  private final String address;

  public Listener(
      Vertx vertx,
      HttpServerOptions options,
      Router router,
      RequestId requestId,
      Edge edge,
      Telemetry telemetry) {
    Consumer<HttpServerRequest> watch =
        telemetry.wantsEachRequest() ? new EachRequest(telemetry)::watch : request -> {};
    edge.open(vertx);
    address = options.getHost() + ":" + options.getPort();
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(edge::accept)
            .requestHandler(
                request -> {
                  requestId.assign(request);
                  watch.accept(request);
                  if (Edge.isNextOverloaded(request.connection())) {
                    Problem.of(Refusal.OVERLOADED, "Too much is under way; send it again.")
                        .send(request.response());
                  } else {
                    router.handle(request);
                  }
                })
            .invalidRequestHandler(
                request -> {
                  requestId.assign(request);
                  refuseInvalid(request);
                });
  }

  private static void refuseInvalid(HttpServerRequest request) {
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

  /** The port that was taken. Fails with a {@link BindException} if there is none. */
  public Future<Integer> listen() {
    return server
        .listen()
        .map(HttpServer::actualPort)
        .recover(failure -> Future.failedFuture(notTaken(failure)));
  }

  /** The native transport has an exception of its own for it, and none says which address. */
  private BindException notTaken(Throwable failure) {
    BindException exception = new BindException(address + ": " + failure.getMessage());
    exception.initCause(failure);
    return exception;
  }

  /**
   * Stops accepting, answers what is in flight, and closes what is left at the end of that time.
   */
  public Future<Void> shutdown(Duration timeout) {
    return server.shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
