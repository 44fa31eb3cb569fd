package io.leadgate.persistence.lane;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Some rows from all over a group that has failed, each of which is tried alone, to learn whether
 * the group fails because of some of its rows. Confined to one event loop.
 */
final class Sample<T, R> {

  static final int ROWS = 8;

  /** The cause of the group's failures. */
  final String cause;

  /** The health of which the sample tells: the vendor's, or the lane's. */
  final Health health;

  /** The time since which every try has failed. */
  final long failingSince;

  /** The failed tries of the group. */
  final int tries;

  /** The rows of the group outside the sample. */
  final List<Row<T, R>> rest = new ArrayList<>();

  /** The rows of the sample that have failed alone. */
  final List<Row<T, R>> failed = new ArrayList<>();

  boolean failedAlike = true;
  int untried;

  Sample(Group<T, R> group, Health health) {
    this.cause = group.cause;
    this.health = health;
    this.failingSince = group.failingSince;
    this.tries = group.tries;
  }

  /**
   * Splits rows into the rows of the sample, which are returned, and the rest. The owners take
   * turns, so that a vendor with many bad rows leaves room in the sample for the others.
   *
   * @param turn the number of earlier samples; each begins with other owners and rows
   */
  List<Row<T, R>> draw(List<Row<T, R>> rows, int turn) {
    List<List<Row<T, R>>> byOwner = Groups.byOwner(rows);
    Collections.rotate(byOwner, -turn * ROWS);
    Set<Row<T, R>> drawn = new LinkedHashSet<>();
    int[] counts = counts(byOwner, Math.min(ROWS, rows.size()));
    for (int i = 0; i < counts.length; i++) {
      List<Row<T, R>> ofOwner = byOwner.get(i);
      int size = ofOwner.size();
      for (int j = 0; j < counts[i]; j++) {
        drawn.add(ofOwner.get((j * size / counts[i] + turn) % size));
      }
    }
    for (Row<T, R> row : rows) {
      if (!drawn.contains(row)) {
        rest.add(row);
      }
    }
    untried = drawn.size();
    return List.copyOf(drawn);
  }

  /** A group of some rows of the sample. */
  Group<T, R> group(List<Row<T, R>> rows) {
    Group<T, R> group = new Group<>(new ArrayList<>(rows), Group.Kind.TRIAL);
    group.cause = cause;
    group.failingSince = failingSince;
    group.tries = tries;
    return group;
  }

  /** Shares so many places among the owners. */
  private static <T, R> int[] counts(List<List<Row<T, R>>> byOwner, int places) {
    int[] counts = new int[byOwner.size()];
    int left = places;
    for (int i = 0; left > 0; i = (i + 1) % counts.length) {
      if (counts[i] < byOwner.get(i).size()) {
        counts[i]++;
        left--;
      }
    }
    return counts;
  }
}
