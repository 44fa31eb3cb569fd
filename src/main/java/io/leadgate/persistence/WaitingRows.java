package io.leadgate.persistence;

import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rows of one lane that have no answer yet: the queued rows, and the count of the rows in
 * a batch. The number of rows is bounded. Every accepted row is answered exactly once, by this
 * class alone, so that the count stays exact. Confined to one event loop; the counts are readable
 * on any thread.
 */
final class WaitingRows<T, R> {

  private final BatchTable<T, R> table;
  private final LaneLimits limits;
  private final ArrayDeque<Entry<T, R>> queue = new ArrayDeque<>();
  private volatile int rows;

  /**
   * A queued row.
   *
   * @param deadline the end of the row's wait, in ns of {@link System#nanoTime()}
   * @param answers the answers of the request that brought the row
   * @param place the index of the row's answer
   */
  record Entry<T, R>(T row, long deadline, Answers<R> answers, int place) {
    boolean isLate(long now, long deadlineForAll) {
      return now - deadline > 0 || now - deadlineForAll > 0;
    }
  }

  WaitingRows(BatchTable<T, R> table, LaneLimits limits) {
    this.table = table;
    this.limits = limits;
  }

  /**
   * Queues the rows of one request, and returns their future answers. If the lane has no room for
   * all of the rows, all of them are refused at once, because after a partial acceptance the
   * refused rows would learn of their refusal only with the last answer.
   */
  Future<List<R>> add(List<T> more, long now) {
    if (rows + more.size() > limits.queuedRows()) {
      R refused = table.refused(Refusal.OVERLOADED);
      return Future.succeededFuture(Collections.nCopies(more.size(), refused));
    }
    count(more.size());
    Answers<R> answers = new Answers<>(more.size());
    long deadline = now + limits.waitMax().toNanos();
    for (int i = 0; i < more.size(); i++) {
      queue.add(new Entry<>(more.get(i), deadline, answers, i));
    }
    return answers.all();
  }

  /**
   * Removes the next batch from the queue, oldest first, without gaps. Rows of one request stay in
   * one batch, even beyond the batch size, because they are answered together and committed rows
   * would otherwise wait for another batch.
   */
  List<Entry<T, R>> nextBatch() {
    List<Entry<T, R>> batch = new ArrayList<>(Math.min(queue.size(), limits.batchRows()));
    while (!queue.isEmpty() && (batch.size() < limits.batchRows() || queue.element().place() > 0)) {
      batch.add(queue.remove());
    }
    return batch;
  }

  /** Removes the late rows from the head of the queue. */
  List<Entry<T, R>> takeLate(long now, long deadlineForAll) {
    List<Entry<T, R>> late = new ArrayList<>();
    while (!queue.isEmpty() && queue.element().isLate(now, deadlineForAll)) {
      late.add(queue.remove());
    }
    return late;
  }

  void answer(Entry<T, R> entry, R result) {
    count(-1);
    entry.answers().set(entry.place(), result);
  }

  /** The number of rows that are in no batch yet. */
  int queued() {
    return queue.size();
  }

  /** The number of rows that are queued or in a batch. Thread-safe. */
  int rows() {
    return rows;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only one event loop writes.
  private void count(int more) {
    rows += more;
  }

  /**
   * Collects the answers to the rows of one request, and completes with the last answer. The rows
   * are in one batch, so they wait for each other only when a bad row makes the batch split.
   */
  static final class Answers<R> {

    private final List<@Nullable R> answers;
    private final Promise<List<R>> all = Promise.promise();
    private int missing;

    Answers(int rows) {
      this.answers = new ArrayList<>(Collections.nCopies(rows, null));
      this.missing = rows;
    }

    /** Sets the answer of a row, once for each row. */
    void set(int row, R answer) {
      if (answers.set(row, answer) != null) {
        throw new IllegalStateException("a row was answered twice");
      }
      missing--;
      if (missing == 0) {
        List<R> complete = new ArrayList<>(answers.size());
        for (R each : answers) {
          complete.add(Objects.requireNonNull(each));
        }
        all.complete(complete);
      }
    }

    Future<List<R>> all() {
      return all.future();
    }
  }
}
