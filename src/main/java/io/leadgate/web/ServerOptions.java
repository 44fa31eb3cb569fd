package io.leadgate.web;

import io.leadgate.config.Settings;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/**
 * Makes the options of the HTTP servers. The benchmark's bare server uses the public listener's
 * options.
 */
public final class ServerOptions {

  private static final int ACCEPT_BACKLOG = 4096;

  private ServerOptions() {}

  /**
   * The options of the public listener. Port 0 becomes Vert.x's -1, which gives all event loops the
   * same free port.
   */
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
        // The reader of the body sends 100, so that a refused request gets its refusal instead.
        .setHandle100ContinueAutomatically(false)
        // Without the handlers of WebSockets each request has a shorter way.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        // The edge's limits and counts rely on HTTP/1.1, in which the requests of a connection
        // follow each other.
        .setHttp2ClearTextEnabled(false);
  }
}
