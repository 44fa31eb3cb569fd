package io.leadgate.persistence.lane;

import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides what becomes of a batch that has failed, and keeps the rows that are to be written again.
 * The rows belong to no connection.
 *
 * <p>Whose fault a failure is, is tried. If the server refuses a batch for its data, or twice for
 * another cause, then its rows are written one by one in a single transaction, which stores the
 * good rows. A row that fails alone for its data is refused; another row that fails alone is tried
 * again until its deadline. If the first rows all fail, then the others are not tried, because the
 * schema may be broken. A batch that took too long, or whose connection was lost twice, is halved.
 * Confined to one event loop.
 */
final class Retries<T, R> {

  /** The longest wait for missing partitions, in case their end is not told. */
  private static final long PARTITIONS_NANOS = Duration.ofSeconds(10).toNanos();

  /** The least time between two requests for partitions. */
  private static final long PARTITIONS_PAUSE = Duration.ofSeconds(1).toNanos();

  /** The longest pause before the halves of a group, because a half may be good. */
  private static final long HALVES_PAUSE = BackOff.nanos(3);

  private final Lane lane;
  private final RowKind<T, R> kind;
  private final RowQueues<T, R> queues;
  private final Steps<T, R> steps;
  private final PriorityQueue<Group<T, R>> together = byDue();
  private final PriorityQueue<Group<T, R>> oneByOne = byDue();
  private final FailingRows<T, R> failing;

  /** The time from which partitions may be asked for. */
  private long partitionsFrom;

  Retries(Lane lane, RowKind<T, R> kind, RowQueues<T, R> queues, Steps<T, R> steps, long now) {
    this.lane = lane;
    this.kind = kind;
    this.queues = queues;
    this.steps = steps;
    this.failing = new FailingRows<>(now);
    this.partitionsFrom = now;
  }

  private static <T, R> PriorityQueue<Group<T, R>> byDue() {
    return new PriorityQueue<>(Retries::compareDue);
  }

  private static int compareDue(Group<?, ?> one, Group<?, ?> other) {
    return Long.signum(one.due - other.due); // Right also where the clock overflows.
  }

  boolean isEmpty() {
    return together.isEmpty() && oneByOne.isEmpty() && failing.isEmpty();
  }

  boolean hasDue(Group.Kind kindOfGroup, long now) {
    return switch (kindOfGroup) {
      case TOGETHER -> isFirstDue(together, now);
      case ONE_BY_ONE -> isFirstDue(oneByOne, now);
      case FAILING -> failing.areDue(now);
    };
  }

  private static boolean isFirstDue(PriorityQueue<? extends Group<?, ?>> queue, long now) {
    Group<?, ?> first = queue.peek();
    return first != null && now - first.due >= 0;
  }

  /**
   * Removes the group of this kind that is due first.
   *
   * @param rowsMax the most rows of a group of failing rows
   * @param bytesMax the most bytes of a group of failing rows
   */
  Group<T, R> takeDue(Group.Kind kindOfGroup, int rowsMax, long bytesMax) {
    return switch (kindOfGroup) {
      case TOGETHER -> together.remove();
      case ONE_BY_ONE -> oneByOne.remove();
      case FAILING -> new Group<>(failing.take(rowsMax, bytesMax), Group.Kind.FAILING);
    };
  }

  /**
   * Decides what becomes of the rows of a batch of which no row is known to be stored; all of them
   * may have been late.
   */
  void failed(Group<T, R> group, BatchFailure failure, long now) {
    group.isNew = false;
    if (group.kind == Group.Kind.FAILING) {
      steps.wakeAfter(failing.tried(false, now));
    }
    if (group.rows.isEmpty()) {
      return;
    }
    if (failure.kind() != BatchFailure.Kind.DATA) {
      steps.tell(new Event.BatchRetried(lane, group.rows.size(), failure.cause()));
    }
    if (group.isOneByOne()) {
      halve(group, failure, now);
      return;
    }
    switch (failure.kind()) {
      case DATA -> writeOneByOne(group.rows, now);
      case NO_PARTITION -> {
        if (!group.hasAskedForPartitions && now - partitionsFrom >= 0) {
          awaitPartitions(group, now);
        } else {
          refused(group, failure, now);
        }
      }
      case LOCKED -> beginTrial(group, failure, now);
      case REFUSED -> refused(group, failure, now);
      case LATE -> halve(group, failure, now);
      case LOST -> {
        if (group.tries == 0) {
          again(group, now);
        } else {
          halve(group, failure, now); // A row may be what ends the session.
        }
      }
    }
  }

  private void awaitPartitions(Group<T, R> group, long now) {
    group.hasAskedForPartitions = true;
    group.tries++;
    add(group, now + PARTITIONS_NANOS);
    askForPartitions(now);
  }

  private void askForPartitions(long now) {
    partitionsFrom = now + PARTITIONS_PAUSE;
    steps.add(new Decision.MakePartitions<>());
  }

  /** Makes all groups that have waited for partitions due. */
  void partitionsMade(long now) {
    List<Group<T, R>> waiting =
        together.stream()
            .filter(group -> group.hasAskedForPartitions && now - group.due < 0)
            .toList();
    together.removeAll(waiting);
    waiting.forEach(group -> add(group, now));
  }

  /** The first failure may be the session's, and so the second try gets another connection. */
  private void refused(Group<T, R> group, BatchFailure failure, long now) {
    if (group.tries == 0) {
      again(group, now);
    } else {
      beginTrial(group, failure, now);
    }
  }

  private void beginTrial(Group<T, R> group, BatchFailure failure, long now) {
    steps.tell(new Event.TrialBegun(lane, group.rows.size(), failure.cause()));
    writeOneByOne(group.rows, now);
  }

  /** The owners take turns, so that bad rows of an owner do not hide the good rows of others. */
  private void writeOneByOne(List<Row<T, R>> rows, long now) {
    Map<Owner<T, R>, List<Row<T, R>>> byOwner = Row.byOwner(queues.separateTwins(rows));
    List<Row<T, R>> inTurn = new ArrayList<>(rows.size());
    for (int i = 0; !byOwner.isEmpty(); i++) {
      int place = i;
      byOwner.values().forEach(ofOwner -> inTurn.add(ofOwner.get(place)));
      byOwner.values().removeIf(ofOwner -> ofOwner.size() == place + 1);
    }
    add(new Group<>(inTurn, Group.Kind.ONE_BY_ONE), now);
  }

  private void halve(Group<T, R> group, BatchFailure failure, long now) {
    int half = (group.rows.size() + 1) / 2;
    if (group.rows.size() > 1) {
      long due = now + Math.min(pause(group), HALVES_PAUSE);
      List<Row<T, R>> rows = queues.separateTwins(group.rows);
      addPart(group, rows.subList(0, Math.min(half, rows.size())), due);
      addPart(group, rows.subList(Math.min(half, rows.size()), rows.size()), due);
    } else if (group.isOneByOne()) {
      failed(group.rows.getFirst(), failure, true, now);
    } else {
      again(group, now);
    }
  }

  private void addPart(Group<T, R> whole, List<Row<T, R>> rows, long due) {
    if (!rows.isEmpty()) {
      Group.Kind kindOfPart = whole.isOneByOne() ? Group.Kind.ONE_BY_ONE : Group.Kind.TOGETHER;
      Group<T, R> part = new Group<>(new ArrayList<>(rows), kindOfPart);
      part.tries = whole.tries;
      add(part, due);
    }
  }

  /** Writes the same rows again, after a pause. */
  private void again(Group<T, R> group, long now) {
    add(group, now + pause(group));
  }

  /** The pause before the next try of a group; each is longer than the last. */
  private long pause(Group<T, R> group) {
    long pause = BackOff.nanos(group.tries);
    group.tries++;
    steps.wakeAfter(pause);
    return pause;
  }

  private void add(Group<T, R> group, long due) {
    group.due = due;
    (group.isOneByOne() ? oneByOne : together).add(group);
  }

  /** Takes the outcomes of a group that was written one by one. */
  void tried(Group<T, R> group, List<RowOutcome<R>> outcomes, long now) {
    boolean hasStored = outcomes.stream().anyMatch(RowOutcome.Written.class::isInstance);
    keepUntried(group, outcomes, now);
    for (int i = 0; i < outcomes.size(); i++) {
      Row<T, R> row = group.rows.get(i);
      switch (outcomes.get(i)) {
        case RowOutcome.Written<R> written -> {
          row.owner.stored(now);
          steps.answer(row, written.result());
        }
        case RowOutcome.Failed<R> failed -> failed(row, failed.failure(), hasStored, now);
        case RowOutcome.Untried<R> untried -> {}
      }
    }
    if (group.kind == Group.Kind.FAILING) {
      steps.wakeAfter(failing.tried(hasStored, now));
    }
  }

  /**
   * Keeps the rows that had no turn. They come before the rows that have failed, so that the next
   * try begins with other rows.
   */
  private void keepUntried(Group<T, R> group, List<RowOutcome<R>> outcomes, long now) {
    List<Row<T, R>> untried = new ArrayList<>(0);
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof RowOutcome.Untried) {
        untried.add(group.rows.get(i));
      }
    }
    boolean isInVain =
        outcomes.stream().noneMatch(RowOutcome::isJudged) && untried.size() < outcomes.size();
    if (isInVain) {
      untried.forEach(row -> keepFailing(row, now));
    } else if (!untried.isEmpty()) {
      add(new Group<>(untried, Group.Kind.ONE_BY_ONE), now);
    }
  }

  /**
   * @param isAlone whether the row is known to fail while others are stored
   */
  private void failed(Row<T, R> row, BatchFailure failure, boolean isAlone, long now) {
    if (failure.kind() == BatchFailure.Kind.DATA) {
      steps.tell(new Event.RowRefused(lane, failure.cause()));
      steps.answer(row, kind.refused(Refusal.INVALID_LEAD));
      return;
    }
    if (failure.kind() == BatchFailure.Kind.NO_PARTITION && now - partitionsFrom >= 0) {
      askForPartitions(now);
    }
    row.maybeStored |= !failure.isRolledBack();
    if (isAlone && !row.isToldToFail) {
      row.isToldToFail = true;
      steps.tell(new Event.RowFailing(lane, failure.cause()));
    }
    keepFailing(row, now);
  }

  private void keepFailing(Row<T, R> row, long now) {
    queues.markFailing(row);
    failing.add(row, now);
  }

  /** Removes the late rows, and hands them to a consumer. */
  void takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    for (PriorityQueue<Group<T, R>> queue : List.of(together, oneByOne)) {
      queue.forEach(group -> Row.moveLate(group.rows, isLate, consumer));
      queue.removeIf(group -> group.rows.isEmpty());
    }
    failing.takeLate(isLate, consumer);
  }
}
