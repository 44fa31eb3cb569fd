package io.leadgate.persistence;

import io.leadgate.postgres.BatchConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots of a lane, and when one is to be used. Two half batches cost more than a whole one, so
 * one is away at a time, and what comes meanwhile gathers; another is used for a full batch more,
 * and where all that are away are slow. They take turns, so that none is found dead when it is
 * needed. Belongs to one event loop.
 */
final class BatchConnections {

  /** A slot that is away for longer than this is no reason to wait any more. */
  private static final long SLOW_NANOS = Duration.ofMillis(20).toNanos();

  private final List<BatchConnection> all;
  private final ArrayDeque<BatchConnection> free;

  /** Those in use, and since when, in ns of {@link System#nanoTime()}. */
  private final Map<BatchConnection, Long> away = new HashMap<>();

  private final int batchRows;

  BatchConnections(List<BatchConnection> all, int batchRows) {
    this.all = List.copyOf(all);
    this.free = new ArrayDeque<>(all);
    this.batchRows = batchRows;
  }

  boolean isOneFree() {
    return !free.isEmpty();
  }

  /** Whether the rows that are queued are to be sent now, and a slot is there for it. */
  boolean isOneDue(int queued, long now) {
    return queued > 0
        && !free.isEmpty()
        && (queued >= batchRows
            || away.values().stream().allMatch(since -> now - since > SLOW_NANOS));
  }

  BatchConnection take(long now) {
    BatchConnection slot = free.remove();
    away.put(slot, now);
    return slot;
  }

  void giveBack(BatchConnection slot) {
    away.remove(slot);
    free.add(slot);
  }

  void discardAll() {
    all.forEach(BatchConnection::discard);
  }
}
