package io.leadgate.persistence.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Lets owners with queued rows take turns by bytes, and counts the queued rows. Confined to one
 * event loop.
 */
final class Turns<T, R> {

  /**
   * The bytes of a turn: a lead or two of usual size, so that an owner with a long queue takes as
   * much of a small batch as each other owner.
   */
  private static final long TURN_BYTES = 1024;

  /** The owners that have queued rows, in the order of their turns. */
  private final ArrayDeque<Owner<T, R>> owners = new ArrayDeque<>();

  private int rows;
  private long bytes;

  int rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return owners.isEmpty() && rows == 0 && bytes == 0;
  }

  /** Adds a row to the end of its owner's queue. */
  void add(Row<T, R> row) {
    Owner<T, R> owner = row.owner;
    if (owner.queue.isEmpty()) {
      owner.credit = TURN_BYTES;
      owners.add(owner);
    }
    owner.queue.add(row);
    count(row, 1);
  }

  /**
   * Adds rows to their places among the rows of their owner, all at once, because many rows may
   * come back together.
   *
   * @param back some rows of the owner, in their order of arrival
   */
  void addAmong(Owner<T, R> owner, List<Row<T, R>> back) {
    List<Row<T, R>> others = new ArrayList<>(owner.queue);
    if (others.isEmpty()) {
      back.forEach(this::add);
      return;
    }
    owner.queue.clear();
    int next = 0;
    for (Row<T, R> row : back) {
      while (next < others.size() && others.get(next).number < row.number) {
        owner.queue.add(others.get(next++));
      }
      owner.queue.add(row);
      count(row, 1);
    }
    owner.queue.addAll(others.subList(next, others.size()));
  }

  private void count(Row<T, R> row, int times) {
    rows += times;
    bytes += times * row.bytes;
  }

  /** The row whose turn it is; there must be a row. */
  Row<T, R> next() {
    Owner<T, R> owner = owners.element();
    while (owner.credit <= 0) {
      endTurn(owner);
      owner = owners.element();
    }
    return owner.queue.element();
  }

  /** Lets the next owner take its turn. A lone owner owes nothing. */
  private void endTurn(Owner<T, R> owner) {
    if (owners.size() == 1) {
      owner.credit = TURN_BYTES;
    } else {
      owner.credit += TURN_BYTES;
      owners.add(owners.remove());
    }
  }

  /** Removes the row whose turn it is. */
  void removeNext() {
    Owner<T, R> owner = owners.element();
    count(owner.queue.remove(), -1);
    if (owner.queue.isEmpty()) {
      owners.remove();
    }
  }

  /** Moves an owner with its queue to other turns. */
  void move(Owner<T, R> owner, Turns<T, R> to) {
    List<Row<T, R>> queued = new ArrayList<>(owner.queue);
    if (!queued.isEmpty()) {
      owners.remove(owner);
      queued.forEach(row -> count(row, -1));
      owner.queue.clear();
    }
    owner.turns = to;
    queued.forEach(to::add);
  }

  /** Removes the late rows, which are at the heads of the queues, and hands them to a consumer. */
  void takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    for (Owner<T, R> owner : owners) {
      while (!owner.queue.isEmpty() && isLate.test(owner.queue.element())) {
        Row<T, R> row = owner.queue.remove();
        count(row, -1);
        consumer.accept(row);
      }
    }
    owners.removeIf(owner -> owner.queue.isEmpty());
  }
}
