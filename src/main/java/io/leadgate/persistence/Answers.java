package io.leadgate.persistence;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answers to rows that came together: there when the last of them is. They are in one batch, so
 * only a bad row among them, for whose sake the batch is split, makes the others wait.
 */
final class Answers<R> {

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
