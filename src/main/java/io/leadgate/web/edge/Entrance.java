package io.leadgate.web.edge;

import io.leadgate.telemetry.ConnectionEnd;
import java.util.Iterator;
import java.util.Optional;

/**
 * Admits connections up to the bounds of their listener. At a bound, an idle connection that never
 * carried a good token makes room, on this or another event loop. Confined to one event loop.
 */
final class Entrance {

  private final Edge edge;
  private final Connections connections;

  Entrance(Edge edge, Connections connections) {
    this.edge = edge;
    this.connections = connections;
  }

  void enter(EdgeConnection newcomer) {
    Optional<ConnectionEnd> over = connections.enter(newcomer.address());
    while (over.isPresent() && edge.makeRoom(over.get(), newcomer.network())) {
      over = connections.enter(newcomer.address());
    }
    over.ifPresentOrElse(
        bound -> askOrTurnAway(newcomer, bound, connections.edgesOtherThan(edge)),
        () -> {
          newcomer.markEntered();
          edge.update(newcomer);
        });
  }

  /**
   * Asks the other edges in turn to make room, or turns the newcomer away. Nothing is read from the
   * newcomer until an edge has answered.
   *
   * @param others the edges on other event loops that remain to be asked
   */
  private void askOrTurnAway(EdgeConnection newcomer, ConnectionEnd bound, Iterator<Edge> others) {
    while (others.hasNext()) {
      Edge other = others.next();
      if (other.hasIdleStrangers()) {
        newcomer.holdReads();
        other.execute(
            () -> {
              boolean hasMadeRoom = other.makeRoom(bound, newcomer.network());
              edge.execute(() -> continueEntering(newcomer, bound, others, hasMadeRoom));
            });
        return;
      }
    }
    edge.turnAway(newcomer, bound);
  }

  private void continueEntering(
      EdgeConnection newcomer, ConnectionEnd bound, Iterator<Edge> others, boolean hasRoom) {
    if (newcomer.hasEnded()) {
      return;
    }
    newcomer.releaseReads();
    if (hasRoom) {
      enter(newcomer); // Again from the start, because the newcomer may exceed another bound now.
    } else {
      askOrTurnAway(newcomer, bound, others);
    }
  }
}
