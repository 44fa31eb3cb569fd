package io.leadgate.persistence.lane;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the results of the rows that one request has brought. Confined to one event loop. */
public final class Request<R> {

  private final List<@Nullable R> results;
  private final Consumer<List<R>> reply;
  private int missing;

  Request(int rows, Consumer<List<R>> reply) {
    this.results = new ArrayList<>(Collections.nCopies(rows, null));
    this.reply = reply;
    this.missing = rows;
  }

  /** Sets the result of a row, once for each row. Returns whether it was the last missing one. */
  boolean set(int place, R result) {
    if (results.set(place, result) != null) {
      throw new IllegalStateException("a row was answered twice");
    }
    missing--;
    return missing == 0;
  }

  /** Replies with all results. Called once, after the last row was answered. */
  public void reply() {
    List<R> complete = new ArrayList<>(results.size());
    for (R each : results) {
      complete.add(Objects.requireNonNull(each));
    }
    reply.accept(complete);
  }
}
