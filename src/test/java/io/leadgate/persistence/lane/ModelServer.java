package io.leadgate.persistence.lane;

import io.leadgate.persistence.lane.BatchFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Says what the server of a {@link ModelLane} does with rows. */
final class ModelServer {

  /** The rows that the server refuses for a cause that need not be theirs. */
  Predicate<Item> refuses = Item::isRefused;

  /** The rows that end the session that writes them. */
  Predicate<Item> endsSession = row -> false;

  /** The rows whose partition is missing. */
  Predicate<Item> lacksPartition = row -> false;

  /** The failure of a statement with these rows. */
  Optional<Kind> failure(List<Item> rows) {
    return rows.stream().map(this::failure).flatMap(Optional::stream).findFirst();
  }

  private Optional<Kind> failure(Item row) {
    if (row.isBadData()) {
      return Optional.of(Kind.DATA);
    }
    if (lacksPartition.test(row)) {
      return Optional.of(Kind.NO_PARTITION);
    }
    return refuses.test(row) ? Optional.of(Kind.REFUSED) : Optional.empty();
  }

  /**
   * The outcomes of rows that are written one by one.
   *
   * @param most the most rows for which the transaction has time
   */
  List<RowOutcome<String>> oneByOne(List<Item> rows, int most) {
    List<RowOutcome<String>> outcomes = new ArrayList<>();
    int failed = 0;
    boolean hasEnded = false;
    for (int i = 0; i < rows.size(); i++) {
      hasEnded |= i >= most || (failed == i && Batch.isInVain(failed));
      Optional<Kind> failure = failure(rows.get(i));
      if (hasEnded) {
        outcomes.add(new RowOutcome.Untried<>());
      } else if (failure.isPresent()) {
        Kind kind = failure.get();
        failed += kind == Kind.DATA ? 0 : 1;
        outcomes.add(new RowOutcome.Failed<>(new BatchFailure(kind, kind.name(), true)));
      } else {
        outcomes.add(new RowOutcome.Written<>(Item.STORED));
      }
    }
    return outcomes;
  }
}
