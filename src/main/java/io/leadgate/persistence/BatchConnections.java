package io.leadgate.persistence;

import io.leadgate.postgres.BatchConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides when a lane sends its next batch, and on which connection. Normally one batch is in
 * flight and new rows gather behind it, because one full batch is cheaper than two halves. A
 * further connection is used when a full batch is queued, or when every batch in flight is slow.
 * The connections take turns, so a dead connection is found before it is needed. Confined to one
 * event loop.
 */
final class BatchConnections {

  /** A batch in flight for longer than 20 ms is slow: new rows no longer wait for its end. */
  private static final long SLOW_NANOS = Duration.ofMillis(20).toNanos();

  private final List<BatchConnection> all;
  private final ArrayDeque<BatchConnection> free;

  /** The connections in use, and the start of each use, in ns of {@link System#nanoTime()}. */
  private final Map<BatchConnection, Long> inUse = new HashMap<>();

  private final int batchRows;

  BatchConnections(List<BatchConnection> all, int batchRows) {
    this.all = List.copyOf(all);
    this.free = new ArrayDeque<>(all);
    this.batchRows = batchRows;
  }

  boolean hasFree() {
    return !free.isEmpty();
  }

  /** Whether the queued rows are to be sent now; false while every connection is in use. */
  boolean isBatchDue(int queued, long now) {
    return queued > 0
        && !free.isEmpty()
        && (queued >= batchRows
            || inUse.values().stream().allMatch(since -> now - since > SLOW_NANOS));
  }

  BatchConnection acquire(long now) {
    BatchConnection connection = free.remove();
    inUse.put(connection, now);
    return connection;
  }

  void release(BatchConnection connection) {
    inUse.remove(connection);
    free.add(connection);
  }

  void discardAll() {
    all.forEach(BatchConnection::discard);
  }
}
