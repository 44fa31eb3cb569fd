package io.leadgate.web.edge;

import io.leadgate.budget.Share;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sorts the connections of one event loop by their state, each state in the order in which it
 * began, so that the oldest connection is found first. Confined to one event loop.
 */
final class ConnectionsByState {

  private static final long SLOW_NANOS = Duration.ofSeconds(5).toNanos();

  private final Set<EdgeConnection> idleStrangers = new LinkedHashSet<>();

  /** The number of idle strangers of each network, because searching all of them takes long. */
  private final Map<Long, Integer> idleByNetwork = new HashMap<>();

  private final Set<EdgeConnection> receiving = new LinkedHashSet<>();
  private final Set<EdgeConnection> sending = new LinkedHashSet<>();
  private final Set<EdgeConnection> lingering = new LinkedHashSet<>();
  private final int lingeringMax;

  /**
   * @param lingeringMax the bound on lingering connections
   */
  ConnectionsByState(int lingeringMax) {
    this.lingeringMax = lingeringMax;
  }

  /** Sorts a connection anew after its state has changed. */
  void update(EdgeConnection connection) {
    if (!connection.isGood()) {
      removeIdleStranger(connection);
      if (connection.isIdle()) {
        idleStrangers.add(connection);
        idleByNetwork.merge(connection.network(), 1, Integer::sum);
      }
    }
    if (!connection.isReceiving()) {
      receiving.remove(connection);
    } else if (receiving.add(connection)) {
      connection.receivingBegan(System.nanoTime());
    }
    hold(sending, connection, connection.isSending());
  }

  private static void hold(Set<EdgeConnection> set, EdgeConnection connection, boolean belongs) {
    if (belongs) {
      set.add(connection);
    } else if (!set.isEmpty()) {
      set.remove(connection);
    }
  }

  void removeIdleStranger(EdgeConnection connection) {
    if (idleStrangers.remove(connection)) {
      idleByNetwork.computeIfPresent(
          connection.network(), (network, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Adds a lingering connection; beyond the bound the oldest lingering connection is ended. */
  void addLingering(EdgeConnection connection) {
    lingering.add(connection);
    if (lingering.size() > lingeringMax) {
      lingering.iterator().next().end();
    }
  }

  void remove(EdgeConnection connection) {
    removeIdleStranger(connection);
    receiving.remove(connection);
    sending.remove(connection);
    lingering.remove(connection);
  }

  Optional<EdgeConnection> oldestIdleStranger() {
    return idleStrangers.stream().findFirst();
  }

  int idleStrangers() {
    return idleStrangers.size();
  }

  Optional<EdgeConnection> oldestIdleStranger(long network) {
    return idleByNetwork.containsKey(network)
        ? idleStrangers.stream().filter(idle -> idle.network() == network).findFirst()
        : Optional.empty();
  }

  /**
   * Finds the connection that deserves its part of a share the least: the oldest idle stranger,
   * else the connection that has left an answer unread for the longest, else the connection that
   * has been sending a request for the longest. A sender with a good token is chosen only if it is
   * slow, because quick senders that made room for each other would never finish.
   */
  Optional<EdgeConnection> leastDeserving(Share share) {
    return oldest(idleStrangers, share)
        .or(() -> oldest(sending, share))
        .or(() -> oldest(receiving, share).filter(ConnectionsByState::isSlowOrStranger));
  }

  private static Optional<EdgeConnection> oldest(Set<EdgeConnection> holders, Share share) {
    for (EdgeConnection holder : holders) {
      if (holder.holdsOf(share) && !holder.readControl().isAtWork()) {
        return Optional.of(holder);
      }
    }
    return Optional.empty();
  }

  private static boolean isSlowOrStranger(EdgeConnection sender) {
    return !sender.isGood() || sender.isReceivingOlder(System.nanoTime(), SLOW_NANOS);
  }

  List<EdgeConnection> receiving() {
    return List.copyOf(receiving);
  }

  List<EdgeConnection> sending() {
    return List.copyOf(sending);
  }

  List<EdgeConnection> lingering() {
    return List.copyOf(lingering);
  }
}
