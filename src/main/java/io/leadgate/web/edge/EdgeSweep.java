package io.leadgate.web.edge;

import io.leadgate.config.Settings;
import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.ConnectionEnd;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Ends what takes too long on the connections of one event loop: heads, answers that are not taken,
 * and lingering. One look at all of them is cheaper than a timer each. Confined to one event loop.
 */
final class EdgeSweep implements Runnable {

  /** For what a caller goes on to send after its answer. */
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
        continue; // To make room for another one of these.
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
      connection.readControl().measureUnsent(); // Nothing is done where it has ended.
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
