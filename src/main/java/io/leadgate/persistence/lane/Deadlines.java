package io.leadgate.persistence.lane;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Counts deadlines by tenths of a second, to know the first within a tenth. There are no more
 * counts than tenths in the longest wait, however many rows there are. Confined to one event loop.
 */
final class Deadlines {

  private static final long TENTH_NANOS = 100_000_000;

  private final TreeMap<Long, Integer> counts = new TreeMap<>();

  void add(long deadline) {
    counts.merge(tenth(deadline), 1, Integer::sum);
  }

  void remove(long deadline) {
    counts.computeIfPresent(tenth(deadline), (tenth, count) -> count == 1 ? null : count - 1);
  }

  private static long tenth(long deadline) {
    return Math.floorDiv(deadline, TENTH_NANOS);
  }

  /** The first deadline, at most a tenth of a second too early; empty if there is none. */
  OptionalLong first() {
    Map.Entry<Long, Integer> first = counts.firstEntry();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.getKey() * TENTH_NANOS);
  }
}
