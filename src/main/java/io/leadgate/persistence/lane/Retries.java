package io.leadgate.persistence.lane;

import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides what becomes of a batch that has failed, and keeps the groups of rows that are to be
 * written again. The rows belong to no connection.
 *
 * <p>Whose fault a failure is, is tried. The data are at fault if the server says so: the batch is
 * split until the bad row stands alone and is refused. Otherwise the same rows are written again;
 * if the server refuses them again for the same cause, then some of them are tried alone. If all of
 * these fail alike and the lane commits nothing else, the schema is at fault, and the group is
 * written whole from time to time; otherwise the group is split until the rows at fault stand
 * alone. These are tried again until their deadline. Confined to one event loop.
 */
final class Retries<T, R> {

  private static final int PARTS = 8;

  /** The longest wait for missing partitions, in case their end is not told. */
  private static final long PARTITIONS_NANOS = Duration.ofSeconds(10).toNanos();

  private final Lane lane;
  private final RowKind<T, R> kind;
  private final LaneLimits limits;
  private final RowQueues<T, R> queues;
  private final Steps<T, R> steps;
  private final PriorityQueue<Group<T, R>> normal = byDue();
  private final PriorityQueue<Group<T, R>> trials = byDue();
  private final List<Sample<T, R>> samples = new ArrayList<>();
  private long commits;

  /** The cause for which the schema was last found broken; empty after each commit. */
  private String brokenBy = "";

  Retries(
      Lane lane, RowKind<T, R> kind, LaneLimits limits, RowQueues<T, R> queues, Steps<T, R> steps) {
    this.lane = lane;
    this.kind = kind;
    this.limits = limits;
    this.queues = queues;
    this.steps = steps;
  }

  private static <T, R> PriorityQueue<Group<T, R>> byDue() {
    return new PriorityQueue<>(Retries::compareDue);
  }

  private static int compareDue(Group<?, ?> one, Group<?, ?> other) {
    return Long.signum(one.due - other.due); // Right also where the clock overflows.
  }

  boolean isEmpty() {
    return normal.isEmpty() && trials.isEmpty() && samples.isEmpty();
  }

  boolean hasDue(boolean isTrial, long now) {
    Group<T, R> first = (isTrial ? trials : normal).peek();
    return first != null && now - first.due >= 0;
  }

  /** Removes the group that is due first. */
  Group<T, R> takeDue(boolean isTrial) {
    return (isTrial ? trials : normal).remove();
  }

  /** Learns that a group was committed and its rows were answered. */
  void committed(Group<T, R> group, long now) {
    commits++;
    brokenBy = "";
    settle(group, now);
  }

  /** Learns that no row of a group is left. */
  void settle(Group<T, R> group, long now) {
    Sample<T, R> sample = group.sample;
    if (sample != null) {
      group.sample = null;
      sample.untried--;
      if (sample.untried == 0) {
        conclude(sample, now);
      }
    }
  }

  /**
   * Decides what becomes of the rows of a batch that has failed.
   *
   * @param wasAlone whether the batch had a single row; a group that has a single row left, because
   *     the others were late, need not be at fault
   */
  void failed(Group<T, R> group, BatchFailure failure, boolean wasAlone, long now) {
    if (failure.kind() != BatchFailure.Kind.DATA && !group.isTrial()) {
      steps.tell(new Event.BatchRetried(lane, group.rows.size(), failure.cause()));
    }
    switch (failure.kind()) {
      case DATA -> {
        if (wasAlone) {
          refuse(group, failure, now);
        } else {
          split(group, PARTS, group.kind, now);
        }
      }
      case NO_PARTITION -> {
        if (group.hasAskedForPartitions) {
          refused(group, failure, now);
        } else {
          awaitPartitions(group, now);
        }
      }
      case LOCKED, REFUSED -> refused(group, failure, now);
      case LATE -> late(group, failure, now);
      case LOST -> again(group, now);
    }
  }

  private void refuse(Group<T, R> group, BatchFailure failure, long now) {
    steps.tell(new Event.RowRefused(lane, failure.cause()));
    steps.answer(group.rows.getFirst(), kind.refused(Refusal.INVALID_LEAD));
    settle(group, now);
  }

  private void awaitPartitions(Group<T, R> group, long now) {
    group.hasAskedForPartitions = true;
    group.due = now + PARTITIONS_NANOS;
    queueOf(group).add(group);
    steps.add(new Decision.MakePartitions<>());
  }

  /** Makes all groups that have waited for partitions due. */
  void partitionsMade(long now) {
    for (PriorityQueue<Group<T, R>> queue : List.of(normal, trials)) {
      List<Group<T, R>> waiting =
          queue.stream()
              .filter(group -> group.hasAskedForPartitions && now - group.due < 0)
              .toList();
      queue.removeAll(waiting);
      waiting.forEach(group -> group.due = now);
      queue.addAll(waiting);
    }
  }

  private void late(Group<T, R> group, BatchFailure failure, long now) {
    if (group.isTrial()) {
      refused(group, failure, now);
    } else if (group.rows.size() > 1) {
      split(group, 2, Group.Kind.NORMAL, now + pause(group));
    } else {
      again(group, now);
    }
  }

  private void refused(Group<T, R> group, BatchFailure failure, long now) {
    boolean isAgain =
        failure.kind() == BatchFailure.Kind.LOCKED || failure.cause().equals(group.cause);
    group.cause = failure.cause();
    Sample<T, R> sample = group.sample;
    if (sample != null) {
      sample.failed.addAll(group.rows);
      sample.failedAlike &= failure.cause().equals(sample.cause);
      settle(group, now);
    } else if (group.isTrial() && group.rows.size() == 1) {
      standAlone(group, now);
    } else if (group.isTrial()) {
      split(group, PARTS, Group.Kind.TRIAL, now);
    } else if (isAgain) {
      beginTrial(group, now);
    } else {
      again(group, now);
    }
  }

  private void beginTrial(Group<T, R> group, long now) {
    Optional<Sample<T, R>> underWay =
        samples.stream().filter(sample -> sample.cause.equals(group.cause)).findFirst();
    if (group.kind == Group.Kind.HOPELESS && commits > group.commitsBefore) {
      split(group, PARTS, Group.Kind.TRIAL, now);
    } else if (group.kind == Group.Kind.HOPELESS || brokenBy.equals(group.cause)) {
      hopeless(group, now);
    } else if (underWay.isPresent()) {
      underWay.get().rest.addAll(queues.separateTwins(group.rows));
    } else {
      beginSample(group, now);
    }
  }

  private void beginSample(Group<T, R> group, long now) {
    steps.tell(new Event.TrialBegun(lane, group.rows.size(), group.cause));
    Sample<T, R> sample = new Sample<>(group.cause, commits);
    samples.add(sample);
    for (Row<T, R> row : sample.draw(queues.separateTwins(group.rows))) {
      Group<T, R> alone = part(List.of(row), group, Group.Kind.TRIAL, now);
      alone.sample = sample;
    }
  }

  private void conclude(Sample<T, R> sample, long now) {
    samples.remove(sample);
    List<Row<T, R>> rest = new ArrayList<>(sample.rest);
    if (sample.failedAlike && !sample.failed.isEmpty() && commits == sample.commitsBefore) {
      rest.addAll(sample.failed);
      brokenBy = sample.cause;
      for (List<Row<T, R>> rows : cut(rest, 1)) {
        Group<T, R> whole = new Group<>(new ArrayList<>(rows));
        whole.cause = sample.cause;
        hopeless(whole, now);
      }
      return;
    }
    for (Row<T, R> row : sample.failed) {
      Group<T, R> alone = new Group<>(new ArrayList<>(List.of(row)));
      alone.cause = sample.cause;
      standAlone(alone, now);
    }
    Group<T, R> others = new Group<>(rest);
    others.cause = sample.cause;
    split(others, PARTS, Group.Kind.TRIAL, now);
  }

  private void standAlone(Group<T, R> group, long now) {
    if (!group.isAlone) {
      group.isAlone = true;
      group.kind = Group.Kind.TRIAL;
      steps.tell(new Event.RowFailing(lane, group.cause));
    }
    again(group, now);
  }

  /** Keeps a group whole, together with other groups of that kind, so that few tries are made. */
  private void hopeless(Group<T, R> group, long now) {
    group.kind = Group.Kind.HOPELESS;
    group.commitsBefore = commits;
    normal.stream()
        .filter(other -> other.kind == Group.Kind.HOPELESS && other.cause.equals(group.cause))
        .filter(other -> fitsTogether(other, group))
        .findFirst()
        .ifPresentOrElse(other -> other.rows.addAll(group.rows), () -> again(group, now));
  }

  private boolean fitsTogether(Group<T, R> one, Group<T, R> other) {
    return one.rows.size() + other.rows.size() <= limits.batchRows()
        && one.bytes() + other.bytes() <= LaneLimits.BATCH_BYTES;
  }

  /** Writes the same rows again, after a pause. */
  private void again(Group<T, R> group, long now) {
    group.due = now + pause(group);
    queueOf(group).add(group);
  }

  /** The pause before the next try of a group; each is longer than the last. */
  private long pause(Group<T, R> group) {
    long pause = BackOff.nanos(group.tries);
    group.tries++;
    steps.wakeAfter(pause);
    return pause;
  }

  private void split(Group<T, R> group, int parts, Group.Kind kindOfParts, long due) {
    for (List<Row<T, R>> rows : cut(queues.separateTwins(group.rows), parts)) {
      part(rows, group, kindOfParts, due);
    }
  }

  private Group<T, R> part(
      List<Row<T, R>> rows, Group<T, R> whole, Group.Kind kindOfPart, long due) {
    Group<T, R> part = new Group<>(new ArrayList<>(rows));
    part.kind = kindOfPart;
    part.tries = kindOfPart == Group.Kind.TRIAL ? 0 : whole.tries;
    part.cause = whole.cause;
    part.hasAskedForPartitions = whole.hasAskedForPartitions;
    part.commitsBefore = whole.commitsBefore;
    part.due = due;
    queueOf(part).add(part);
    return part;
  }

  private PriorityQueue<Group<T, R>> queueOf(Group<T, R> group) {
    return group.isTrial() ? trials : normal;
  }

  /** Cuts rows into so many parts of equal size, and into more if they were too large. */
  private List<List<Row<T, R>>> cut(List<Row<T, R>> rows, int parts) {
    int most = Math.min(limits.batchRows(), (rows.size() + parts - 1) / parts);
    List<List<Row<T, R>>> cut = new ArrayList<>(parts);
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < rows.size(); i++) {
      long size = rows.get(i).bytes;
      if (i > from && (i - from == most || bytes + size > LaneLimits.BATCH_BYTES)) {
        cut.add(rows.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += size;
    }
    if (from < rows.size()) {
      cut.add(rows.subList(from, rows.size()));
    }
    return cut;
  }

  /** Removes the late rows, and hands them to a consumer. */
  void takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer, long now) {
    List<Group<T, R>> emptied = new ArrayList<>(0);
    for (PriorityQueue<Group<T, R>> queue : List.of(normal, trials)) {
      queue.forEach(
          group -> {
            moveLate(group.rows, isLate, consumer);
            if (group.rows.isEmpty()) {
              emptied.add(group);
            }
          });
      queue.removeIf(group -> group.rows.isEmpty());
    }
    for (Sample<T, R> sample : samples) {
      moveLate(sample.rest, isLate, consumer);
      moveLate(sample.failed, isLate, consumer);
    }
    emptied.forEach(group -> settle(group, now));
  }

  /** Removes the late rows of a list, and hands them to a consumer. */
  static <T, R> void moveLate(
      List<Row<T, R>> rows, Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    rows.removeIf(
        row -> {
          if (isLate.test(row)) {
            consumer.accept(row);
            return true;
          }
          return false;
        });
  }
}
