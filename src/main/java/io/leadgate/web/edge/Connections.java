package io.leadgate.web.edge;

import io.leadgate.domain.CallerNetwork;
import io.leadgate.telemetry.ConnectionEnd;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Counts the open connections of one listener, in all and by address ({@link CallerNetwork}), and
 * holds both to a bound. Thread-safe: all event loops of a listener share it.
 */
public final class Connections {

  private final int max;
  private final int perAddressMax;
  private final Predicate<InetAddress> isProxy;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger inMemory = new AtomicInteger();
  private final ConcurrentMap<Long, Integer> byNetwork = new ConcurrentHashMap<>();
  private final List<Edge> edges = new CopyOnWriteArrayList<>();

  /**
   * @param max of all connections
   * @param perAddressMax of those from one address
   * @param isProxy whether the second bound does not hold for an address, because many callers
   *     share it
   */
  public Connections(int max, int perAddressMax, Predicate<InetAddress> isProxy) {
    this.max = max;
    this.perAddressMax = perAddressMax;
    this.isProxy = isProxy;
  }

  /** That edge serves connections of the listener from here on. */
  void addEdge(Edge edge) {
    edges.add(edge);
  }

  Iterator<Edge> edgesOtherThan(Edge edge) {
    return edges.stream().filter(other -> other != edge).iterator();
  }

  /**
   * Counts a connection in, unless it is over a bound.
   *
   * @return the bound that it is over, {@code TOTAL} or {@code ADDRESS}; empty where it was
   *     counted, and is to {@link #leave} once
   */
  Optional<ConnectionEnd> enter(InetAddress address) {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      return Optional.of(ConnectionEnd.TOTAL);
    }
    if (byNetwork.merge(CallerNetwork.of(address.getAddress()), 1, Integer::sum) > perAddressMax
        && !isProxy.test(address)) {
      leave(address);
      return Optional.of(ConnectionEnd.ADDRESS);
    }
    return Optional.empty();
  }

  void leave(InetAddress address) {
    open.decrementAndGet();
    byNetwork.computeIfPresent(
        CallerNetwork.of(address.getAddress()), (network, count) -> count == 1 ? null : count - 1);
  }

  /** How many may be in memory beside those that are counted, to be turned away or closed. */
  int spare() {
    return 64 + max / 4;
  }

  /**
   * Counts a connection as in memory, before it is known whether it will be served.
   *
   * @return whether there was room; only then it {@link #goes} once
   */
  boolean tryEnterMemory() {
    if (inMemory.incrementAndGet() > max + spare()) {
      inMemory.decrementAndGet();
      return false;
    }
    return true;
  }

  void leaveMemory() {
    inMemory.decrementAndGet();
  }

  /** How many there are now. */
  public int open() {
    return open.get();
  }
}
