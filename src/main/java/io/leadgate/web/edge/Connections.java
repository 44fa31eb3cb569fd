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
 * Counts the open connections of one listener, in total and by address ({@link CallerNetwork}), and
 * bounds these counts. All event loops of the listener share the counts. Thread-safe.
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
   * @param max the bound on all connections
   * @param perAddressMax the bound on the connections from one address
   * @param isProxy whether an address is exempt from the second bound, because many callers share
   *     it
   */
  public Connections(int max, int perAddressMax, Predicate<InetAddress> isProxy) {
    this.max = max;
    this.perAddressMax = perAddressMax;
    this.isProxy = isProxy;
  }

  /** Bounds all connections, and not those from one address. */
  public static Connections upTo(int max) {
    return new Connections(max, max, address -> false);
  }

  /** Adds an edge that serves connections of the listener. */
  void addEdge(Edge edge) {
    edges.add(edge);
  }

  Iterator<Edge> edgesOtherThan(Edge edge) {
    return edges.stream().filter(other -> other != edge).iterator();
  }

  /**
   * Counts a connection, unless it exceeds a bound.
   *
   * @return the bound that it exceeds, {@code TOTAL} or {@code ADDRESS}; empty if the connection
   *     was counted and must {@link #leave} once
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

  /**
   * How many connections may be in memory beyond the bound on open connections, in order to be
   * turned away or closed.
   */
  int spare() {
    return 64 + max / 4;
  }

  /**
   * Counts a connection as in memory, before it is known whether the connection will be served.
   *
   * @return whether there was room; only then {@link #leaveMemory} must be called once
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

  /** The number of open connections. */
  public int open() {
    return open.get();
  }
}
