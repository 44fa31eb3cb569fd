package io.leadgate.persistence.lane;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows from all over a group that has failed, each of which is tried alone, to learn whether
 * the group fails because of some of its rows. Confined to one event loop.
 */
final class Sample<T, R> {

  static final int ROWS = 8;

  /** The cause of the group's failures. */
  final String cause;

  /** The number of commits in the lane before the sample. */
  final long commitsBefore;

  /** The rows of the group outside the sample. */
  final List<Row<T, R>> rest = new ArrayList<>();

  /** The rows of the sample that have failed alone. */
  final List<Row<T, R>> failed = new ArrayList<>();

  boolean failedAlike = true;
  int untried;

  Sample(String cause, long commitsBefore) {
    this.cause = cause;
    this.commitsBefore = commitsBefore;
  }

  /** Splits the rows of a group into the rows of the sample, which are returned, and the rest. */
  List<Row<T, R>> draw(List<Row<T, R>> group) {
    List<Row<T, R>> drawn = new ArrayList<>(ROWS);
    int count = Math.min(ROWS, group.size());
    for (int i = 0; i < group.size(); i++) {
      boolean isDrawn = i == drawn.size() * group.size() / count && drawn.size() < count;
      (isDrawn ? drawn : rest).add(group.get(i));
    }
    untried = drawn.size();
    return drawn;
  }
}
