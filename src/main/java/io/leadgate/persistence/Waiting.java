package io.leadgate.persistence;

import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one lane that have no answer yet: those queued, and the count of those in a batch.
 * Bounded in number and in bytes. Every row that is let in is answered once, and only here, so that
 * the count cannot go wrong. Belongs to one event loop; the counts alone may be read elsewhere.
 */
final class Waiting<T, R> {

  private final BatchTable<T, R> table;
  private final LaneLimits limits;
  private final ArrayDeque<Entry<T, R>> queue = new ArrayDeque<>();
  private volatile int rows;
  private long bytes;

  /** One row, its deadline in ns of {@link System#nanoTime()}, and the promise of its answer. */
  record Entry<T, R>(T row, long deadline, Promise<R> answer) {
    boolean isLate(long now, long deadlineForAll) {
      return now - deadline > 0 || now - deadlineForAll > 0;
    }
  }

  Waiting(BatchTable<T, R> table, LaneLimits limits) {
    this.table = table;
    this.limits = limits;
  }

  /** The answer to come, or at once a refusal where the lane is full. */
  Future<R> add(T row, long now) {
    int weight = table.weight(row);
    if (rows >= limits.queuedRows() || bytes + weight > limits.queuedBytes()) {
      return Future.succeededFuture(table.refused(Refusal.OVERLOADED));
    }
    count(1, weight);
    Promise<R> answer = Promise.promise();
    queue.add(new Entry<>(row, now + limits.waitMax().toNanos(), answer));
    return answer.future();
  }

  /** The next batch, oldest first; leaves out none. */
  List<Entry<T, R>> take() {
    List<Entry<T, R>> batch = new ArrayList<>(Math.min(queue.size(), limits.batchRows()));
    while (batch.size() < limits.batchRows() && !queue.isEmpty()) {
      batch.add(queue.remove());
    }
    return batch;
  }

  /** Takes out of the head of the queue what is late. */
  List<Entry<T, R>> takeLate(long now, long deadlineForAll) {
    List<Entry<T, R>> late = new ArrayList<>();
    while (!queue.isEmpty() && queue.element().isLate(now, deadlineForAll)) {
      late.add(queue.remove());
    }
    return late;
  }

  void answer(Entry<T, R> entry, R result) {
    count(-1, -table.weight(entry.row()));
    entry.answer().complete(result);
  }

  boolean hasQueued() {
    return !queue.isEmpty();
  }

  /** Queued or in a batch; may be read on any thread. */
  int rows() {
    return rows;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One event loop writes.
  private void count(int more, int moreBytes) {
    rows += more;
    bytes += moreBytes;
  }
}
