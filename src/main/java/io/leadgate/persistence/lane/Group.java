package io.leadgate.persistence.lane;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are written together: a first time, or again after a failure. Confined to one event
 * loop.
 */
final class Group<T, R> {

  /** What is known of the rows of a group, and so when they are written. */
  enum Kind {
    /** No row is known to be at fault. */
    NORMAL,
    /** The rows are written to find the rows at fault. */
    TRIAL,
    /** The rows are known to fail, and are written after all others. */
    FAILING
  }

  final List<Row<T, R>> rows;
  Kind kind;

  /** Whether no row of the group was written before. */
  boolean isNew;

  /** The sample to which the only row belongs. */
  @Nullable Sample<T, R> sample;

  /** The failed tries. */
  int tries;

  /** The cause of the last failure that the server has answered; empty before. */
  String cause = "";

  /** The time since which every try has failed. */
  long failingSince;

  /**
   * Whether no row of the group could be stored alone, so that the rows are kept together until
   * others of their vendor, or of the lane, are stored.
   */
  boolean isHopeless;

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

  /** Whether the rows are written to learn something, and should not wait for locks. */
  boolean isTrial() {
    return kind != Kind.NORMAL;
  }

  /** The owner of the first row. */
  Owner<T, R> owner() {
    return rows.getFirst().owner;
  }

  boolean hasOneOwner() {
    return rows.stream().allMatch(row -> row.owner == owner());
  }

  long bytes() {
    return rows.stream().mapToLong(row -> row.bytes).sum();
  }
}
