package io.leadgate.web.edge;

import io.leadgate.config.Settings;
import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.ConnectionEnd;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Ends heads that come too slowly, answers that are not read in time, and lingering, on the
 * connections of one event loop. One look at all connections is cheaper than a timer for each.
 * Confined to one event loop.
 */
final class EdgeSweep implements Runnable {

  /** The time for the rest of a request that comes after the answer. */
  private static final long REST_NANOS_MAX = Duration.ofSeconds(1).toNanos();

  private final ConnectionsByState byState;
  private final Duration headMax;
  private final Duration unreadMax;
  private final BiConsumer<EdgeConnection, ConnectionEnd> drop;

  /**
   * @param drop ends a connection
   */
  EdgeSweep(
      ConnectionsByState byState,
      Settings.Http settings,
      BiConsumer<EdgeConnection, ConnectionEnd> drop) {
    this.byState = byState;
    this.headMax = settings.headTimeout();
    this.unreadMax = settings.idleTimeout();
    this.drop = drop;
  }

  @Override
  public void run() {
    long now = System.nanoTime();
    for (EdgeConnection connection : byState.receiving()) {
      if (connection.hasEnded()) {
        continue; // The connection was ended to make room for an earlier connection of this loop.
      }
      if (connection.weight().isHeadOlder(now, headMax.toNanos())) {
        connection.refuseHead(
            new HttpFault(
                Refusal.REQUEST_TIMEOUT,
                "The head of the request did not come within %d s."
                    .formatted(headMax.toSeconds())));
      } else if (connection.isRestOlder(now, REST_NANOS_MAX)) {
        connection.end();
      }
    }
    for (EdgeConnection connection : byState.sending()) {
      connection.readControl().measureUnsent(); // Does nothing if the connection has ended.
      if (!connection.hasEnded() && connection.weight().isUnsentOlder(now, unreadMax.toNanos())) {
        drop.accept(connection, ConnectionEnd.UNREAD);
      }
    }
    for (EdgeConnection connection : byState.lingering()) {
      if (connection.linger().isOlder(now, REST_NANOS_MAX)) {
        connection.end();
      }
    }
  }
}
