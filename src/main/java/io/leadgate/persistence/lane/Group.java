package io.leadgate.persistence.lane;

import java.util.List;

/**
 * Rows that are written together: a first time, or again after a failure. Confined to one event
 * loop.
 */
final class Group<T, R> {

  /** How the rows are written. */
  enum Kind {
    /** In one statement, which stores all rows or none. */
    TOGETHER,
    /** One by one in a single transaction, to find the rows at fault and to store the others. */
    ONE_BY_ONE,
    /** One by one as well, but the rows are known to fail, and so come after all others. */
    FAILING
  }

  final List<Row<T, R>> rows;
  final Kind kind;

  /** Whether no row of the group was written before. */
  boolean isNew;

  /** The failed tries. */
  int tries;

  /** The time of the next try. */
  long due;

  /** Whether the group has asked for missing partitions, which it does once. */
  boolean hasAskedForPartitions;

  Group(List<Row<T, R>> rows, Kind kind) {
    this.rows = rows;
    this.kind = kind;
  }

  /** Rows that are written for the first time. */
  static <T, R> Group<T, R> ofNew(List<Row<T, R>> rows, Kind kind) {
    Group<T, R> group = new Group<>(rows, kind);
    group.isNew = true;
    return group;
  }

  boolean isOneByOne() {
    return kind != Kind.TOGETHER;
  }

  long bytes() {
    return rows.stream().mapToLong(row -> row.bytes).sum();
  }
}
