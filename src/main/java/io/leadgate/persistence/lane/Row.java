package io.leadgate.persistence.lane;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A row from its arrival to its answer. Confined to one event loop. */
final class Row<T, R> {

  final T value;
  final long bytes;
  final Owner<T, R> owner;
  final @Nullable Object orderKey;

  /** The end of the wait. */
  final long deadline;

  /** The place in the order of arrival. */
  final long number;

  private final Request<R> request;
  private final int place;

  /** Whether a try with an unknown outcome may have stored the row. */
  boolean maybeStored;

  /** Whether the row is or was among the failing rows. */
  boolean isFailing;

  /** Whether the row was told of as failing while others are stored. */
  boolean isToldToFail;

  /** Whether the row has left the queue for a batch. */
  boolean isTaken;

  Row(
      T value,
      long bytes,
      Owner<T, R> owner,
      @Nullable Object orderKey,
      long deadline,
      long number,
      Request<R> request,
      int place) {
    this.value = value;
    this.bytes = bytes;
    this.owner = owner;
    this.orderKey = orderKey;
    this.deadline = deadline;
    this.number = number;
    this.request = request;
    this.place = place;
  }

  /** Sets the result. Returns whether the request has results to hand over, and had not before. */
  boolean answer(R result) {
    return request.set(place, result);
  }

  Request<R> request() {
    return request;
  }

  /** The rows of each owner, in the order of the owners' first rows. */
  static <T, R> Map<Owner<T, R>, List<Row<T, R>>> byOwner(List<Row<T, R>> rows) {
    Map<Owner<T, R>, List<Row<T, R>>> byOwner = new LinkedHashMap<>();
    for (Row<T, R> row : rows) {
      byOwner.computeIfAbsent(row.owner, owner -> new ArrayList<>()).add(row);
    }
    return byOwner;
  }

  /** Removes the late rows of a collection, and hands them to a consumer. */
  static <T, R> void moveLate(
      Collection<Row<T, R>> rows, Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    rows.removeIf(
        row -> {
          if (isLate.test(row)) {
            consumer.accept(row);
            return true;
          }
          return false;
        });
  }
}
