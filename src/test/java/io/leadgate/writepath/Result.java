package io.leadgate.writepath;

import java.util.Map;

/**
 * The size and the findings of a trial.
 *
 * @param errors the number of errors of each SQLSTATE, expected or not
 */
record Result(
    long seed,
    Findings findings,
    Commits commits,
    ModelCounts counts,
    int feed,
    Map<String, Integer> errors) {

  /** The size of the trial, over some lines. */
  String summary() {
    int batches = commits.batches().size();
    return """
    seed %d: %d batches committed, %d rows judged, %d sweeps, %d leads in the feed
    %s
    %d batches whose answer never came; %d transaction ids given out twice; errors %s"""
        .formatted(
            seed,
            batches,
            counts.rows(),
            commits.inOrder().size() - batches,
            feed,
            counts,
            commits.batches().stream().filter(batch -> batch.said().isEmpty()).count(),
            commits.reused(),
            errors);
  }

  /** The findings, and the seed with which to try again. */
  @Override
  public String toString() {
    return summary() + "\n" + findings;
  }
}
