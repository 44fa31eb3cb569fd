package io.leadgate.http;

import io.leadgate.config.Settings;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How both listeners are set up; the benchmark's bare server is set up the same. */
public final class ServerOptions {

  private static final int ACCEPT_BACKLOG = 4096;

  private ServerOptions() {}

  /**
   * @param idleTimeout a connection on which nothing moves for this long is closed
   */
  public static HttpServerOptions of(
      String host, int port, Duration idleTimeout, Settings.Limits limits) {
    HttpServerOptions options = new HttpServerOptions();
    options
        .setHost(host)
        .setPort(port)
        .setAcceptBacklog(ACCEPT_BACKLOG)
        .setTcpNoDelay(true)
        .setIdleTimeout((int) idleTimeout.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
    return options
        .setMaxInitialLineLength(limits.requestLineBytes())
        .setMaxHeaderSize(limits.headerBytes())
        .setHandle100ContinueAutomatically(true);
  }
}
