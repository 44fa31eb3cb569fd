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
 * The rows of one lane that have no answer yet: those queued, and the count of those in a batch.
 * Bounded in number and in bytes. Every row that is let in is answered once, and only here, so that
 * the count cannot go wrong. Belongs to one event loop; the counts alone may be read elsewhere.
 */
final class Waiting<T, R> {

  private final BatchTable<T, R> table;
  private final LaneLimits limits;
  private final ArrayDeque<Entry<T, R>> queue = new ArrayDeque<>();
  private volatile int rows;

  /**
   * One row.
   *
   * @param deadline in ns of {@link System#nanoTime()}
   * @param answers where its answer goes, at that place
   */
  record Entry<T, R>(T row, long deadline, Answers<R> answers, int place) {
    boolean isLate(long now, long deadlineForAll) {
      return now - deadline > 0 || now - deadlineForAll > 0;
    }
  }

  Waiting(BatchTable<T, R> table, LaneLimits limits) {
    this.table = table;
    this.limits = limits;
  }

  /**
   * The answers to come. Where the lane has no room for all of the rows, all are refused at once:
   * if some of them were let in, the others would be told only when those are done.
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
   * The next batch, oldest first; leaves out none. Rows that came together stay together, even past
   * the size of a batch: otherwise those that are committed would wait for another batch, since
   * they are answered with the rest.
   */
  List<Entry<T, R>> take() {
    List<Entry<T, R>> batch = new ArrayList<>(Math.min(queue.size(), limits.batchRows()));
    while (!queue.isEmpty() && (batch.size() < limits.batchRows() || queue.element().place() > 0)) {
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
    count(-1);
    entry.answers().set(entry.place(), result);
  }

  /** Those that are in no batch yet. */
  int queued() {
    return queue.size();
  }

  /** Queued or in a batch; may be read on any thread. */
  int rows() {
    return rows;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One event loop writes.
  private void count(int more) {
    rows += more;
  }

  /**
   * The answers to rows that came together: there when the last of them is. They are in one batch,
   * so only a bad row among them, for whose sake the batch is split, makes the others wait.
   */
  static final class Answers<R> {

    private final List<@Nullable R> answers;
    private final Promise<List<R>> all = Promise.promise();
    private int missing;

    Answers(int rows) {
      this.answers = new ArrayList<>(Collections.nCopies(rows, null));
      this.missing = rows;
    }

    /** Once for each row. */
    void set(int row, R answer) {
      if (answers.set(row, answer) != null) {
        throw new IllegalStateException("a row was answered twice");
      }
      missing--;
      if (missing == 0) {
        List<R> complete = new ArrayList<>(answers.size());
        for (R one : answers) {
          complete.add(Objects.requireNonNull(one));
        }
        all.complete(complete);
      }
    }

    Future<List<R>> all() {
      return all.future();
    }
  }
}
