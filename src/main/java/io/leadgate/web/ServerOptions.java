package io.leadgate.web;

import io.leadgate.config.Settings;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** How the listeners are set up; the benchmark's bare server is set up like the public one. */
public final class ServerOptions {

  private static final int ACCEPT_BACKLOG = 4096;

  private ServerOptions() {}

  /** Port 0 is one free port for all event loops, which Vert.x calls -1. */
  public static HttpServerOptions publicListener(Settings settings) {
    int port = settings.http().port();
    return common(settings).setHost(settings.http().host()).setPort(port == 0 ? -1 : port);
  }

  public static HttpServerOptions managementListener(Settings settings) {
    return common(settings)
        .setHost(settings.management().host())
        .setPort(settings.management().port());
  }

  private static HttpServerOptions common(Settings settings) {
    return new HttpServerOptions()
        .setAcceptBacklog(ACCEPT_BACKLOG)
        .setTcpNoDelay(true)
        .setIdleTimeout((int) settings.http().idleTimeout().toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxInitialLineLength(settings.limits().requestLineBytes())
        .setMaxHeaderSize(settings.limits().headerBytes())
        // 100 is sent by the reader of the body, so that a request that is refused gets the
        // refusal.
        .setHandle100ContinueAutomatically(false)
        // No WebSockets here: without their handlers each request has a shorter way.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        // Limits, closing and counting are made for HTTP/1.1, where a connection is one request.
        .setHttp2ClearTextEnabled(false);
  }
}
