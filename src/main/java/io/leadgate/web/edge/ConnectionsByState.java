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
 * The connections of one event loop by what is under way on them, each kind in the order in which
 * it began, so that the oldest is found first. Confined to one event loop.
 */
final class ConnectionsByState {

  private static final long SLOW_NANOS = Duration.ofSeconds(5).toNanos();

  private final Set<EdgeConnection> idleStrangers = new LinkedHashSet<>();

  /** How many of them each network has, because a look at all of them takes long. */
  private final Map<Long, Integer> idleByNetwork = new HashMap<>();

  private final Set<EdgeConnection> receiving = new LinkedHashSet<>();
  private final Set<EdgeConnection> sending = new LinkedHashSet<>();
  private final Set<EdgeConnection> lingering = new LinkedHashSet<>();
  private final int lingeringMax;

  /**
   * @param lingeringMax how many connections linger at the most
   */
  ConnectionsByState(int lingeringMax) {
    this.lingeringMax = lingeringMax;
  }

  /** Something of that connection has begun or ended. */
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

  /** One more lingers; past the bound the oldest has lingered for long enough. */
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
   * The connection that deserves what it holds of that share the least: an idle stranger's, else
   * the one that has left an answer unread for the longest, else the one that has been sending a
   * request for the longest. Of callers with a good token only a slow one is meant: if many that
   * are quick made room for each other, none would ever come to its end.
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
