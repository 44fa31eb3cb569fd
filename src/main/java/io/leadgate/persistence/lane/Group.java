package io.leadgate.persistence.lane;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are written together: a first time, or again after a failure. Confined to one event
 * loop.
 */
final class Group<T, R> {

  /** How the rows of a group came together. */
  enum Kind {
    /** As they came. */
    NORMAL,
    /** Parts of a larger group, to find the rows at fault. */
    TRIAL,
    /** A whole group of which no row could be stored alone: the schema may be broken. */
    HOPELESS
  }

  final List<Row<T, R>> rows;
  Kind kind = Kind.NORMAL;

  /** The sample to which the only row belongs. */
  @Nullable Sample<T, R> sample;

  /** The failed tries. */
  int tries;

  /** The cause of the last failure that the server has answered; empty before. */
  String cause = "";

  /** The time of the next try. */
  long due;

  /** The number of commits in the lane before the group was found hopeless. */
  long commitsBefore;

  /** Whether the only row was found to fail alone. */
  boolean isAlone;

  /** Whether the group has asked for missing partitions, which it does once. */
  boolean hasAskedForPartitions;

  Group(List<Row<T, R>> rows) {
    this.rows = rows;
  }

  boolean isNew() {
    return kind == Kind.NORMAL && tries == 0;
  }

  boolean isTrial() {
    return kind == Kind.TRIAL;
  }

  long bytes() {
    return rows.stream().mapToLong(row -> row.bytes).sum();
  }
}
