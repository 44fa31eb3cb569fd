package io.leadgate.writepath;

import java.util.List;

/** Counts the verdicts of a model, to show that a trial met each kind. Not thread-safe. */
final class ModelCounts {

  private int stored;
  private int flagged;
  private int replayed;
  private int keyReused;
  private int refused;
  private int foundAgain;
  private int lostToTwin;
  private int gaveBack;

  /**
   * @param before the rows before it in the same batch
   */
  void add(Verdict verdict, Row row, List<Row> before) {
    switch (verdict.kind()) {
      case 'r' -> replayed++;
      case 'k' -> keyReused++;
      case 'd' -> {
        refused++;
        gaveBack += row.key().isPresent() || row.hashes().size() > 1 ? 1 : 0;
      }
      default -> {
        stored++;
        flagged += verdict.first().isPresent() ? 1 : 0;
      }
    }
    if (!verdict.isStored()
        && before.stream()
            .anyMatch(other -> verdict.first().filter(other.id()::equals).isPresent())) {
      lostToTwin++;
    }
  }

  /** Counts a row that an earlier try had stored. */
  void addFoundAgain() {
    foundAgain++;
  }

  int rows() {
    return stored + replayed + keyReused + refused + foundAgain;
  }

  @Override
  public String toString() {
    return ("%d stored, of them %d flagged; %d refused, of them %d with something to give back;"
            + " %d replayed; %d with a reused key; %d stored by an earlier try;"
            + " %d lost to a row of their own batch")
        .formatted(stored, flagged, refused, gaveBack, replayed, keyReused, foundAgain, lostToTwin);
  }
}
