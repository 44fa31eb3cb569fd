package io.leadgate.persistence.lane;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Collects the results of the rows that one request has brought, and hands them over as they come.
 * Confined to one event loop.
 */
public final class Request<R> {

  private final Replies<R> replies;
  private final BitSet missing;
  private List<Answer<R>> fresh = new ArrayList<>();

  /**
   * The result of a row.
   *
   * @param place the index of the row in its request
   */
  public record Answer<R>(int place, R result) {}

  /** Takes the results of a request. */
  public interface Replies<R> {

    /** Takes some results; the last call has the last of them. */
    void take(List<Answer<R>> some, boolean areLast);
  }

  Request(int rows, Replies<R> replies) {
    this.replies = replies;
    this.missing = new BitSet(rows);
    missing.set(0, rows);
  }

  /**
   * Sets the result of a row, once for each row. Returns whether the results are to be handed over
   * now and were not before.
   */
  boolean set(int place, R result) {
    if (!missing.get(place)) {
      throw new IllegalStateException("a row was answered twice");
    }
    missing.clear(place);
    fresh.add(new Answer<>(place, result));
    return fresh.size() == 1;
  }

  /** Hands over the results since the last call. */
  public void reply() {
    List<Answer<R>> some = fresh;
    fresh = new ArrayList<>();
    replies.take(some, missing.isEmpty());
  }
}
