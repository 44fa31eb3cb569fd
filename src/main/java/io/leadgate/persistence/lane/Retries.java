package io.leadgate.persistence.lane;

import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides what becomes of a batch that has failed. If the server says that the data are at fault,
 * then the batch is split until the bad row stands alone and is refused; a batch that took too long
 * is halved; otherwise the same rows are written again, and {@link Trials} find out whose fault it
 * is if the server refuses them again. Confined to one event loop.
 */
final class Retries<T, R> {

  /** The longest wait for missing partitions, in case their end is not told. */
  private static final long PARTITIONS_NANOS = Duration.ofSeconds(10).toNanos();

  private final Lane lane;
  private final RowKind<T, R> kind;
  private final Steps<T, R> steps;
  private final Groups<T, R> groups;
  private final Trials<T, R> trials;

  Retries(
      Lane lane,
      RowKind<T, R> kind,
      LaneLimits limits,
      RowQueues<T, R> queues,
      Steps<T, R> steps,
      long now) {
    this.lane = lane;
    this.kind = kind;
    this.steps = steps;
    this.groups = new Groups<>(limits, queues, steps);
    this.trials = new Trials<>(lane, queues, steps, groups, now);
  }

  boolean isEmpty() {
    return groups.isEmpty() && trials.isEmpty();
  }

  boolean hasDue(Group.Kind kindOfGroup, long now) {
    return groups.hasDue(kindOfGroup, now);
  }

  /** Removes the group of this kind that is due first. */
  Group<T, R> takeDue(Group.Kind kindOfGroup) {
    return groups.takeDue(kindOfGroup);
  }

  /** Learns that a group was committed. */
  void committed(Group<T, R> group, long now) {
    trials.committed(group, now);
  }

  /** Learns that no row of a group is left. */
  void settle(Group<T, R> group, long now) {
    trials.settle(group, now);
  }

  /**
   * Decides what becomes of the rows of a batch that has failed.
   *
   * @param wasAlone whether the batch had a single row; a group that has a single row left, because
   *     the others were late, need not be at fault
   */
  void failed(Group<T, R> group, BatchFailure failure, boolean wasAlone, long now) {
    group.isNew = false;
    if (failure.kind() != BatchFailure.Kind.DATA && !group.isTrial()) {
      steps.tell(new Event.BatchRetried(lane, group.rows.size(), failure.cause()));
    }
    switch (failure.kind()) {
      case DATA -> {
        if (wasAlone) {
          refuse(group, failure, now);
        } else {
          groups.split(group, Trials.PARTS, kindOfParts(group), now);
        }
      }
      case NO_PARTITION -> {
        if (group.hasAskedForPartitions) {
          trials.refused(group, failure, now);
        } else {
          awaitPartitions(group, now);
        }
      }
      case LOCKED, REFUSED -> trials.refused(group, failure, now);
      case LATE -> {
        if (group.isTrial()) {
          trials.refused(group, failure, now);
        } else {
          halve(group, now);
        }
      }
      case LOST -> {
        if (group.isTrial() || group.tries == 0) {
          groups.again(group, now);
        } else {
          halve(group, now); // A row may be what ends the server's session.
        }
      }
    }
  }

  private static Group.Kind kindOfParts(Group<?, ?> group) {
    return group.isTrial() ? Group.Kind.TRIAL : Group.Kind.NORMAL;
  }

  private void refuse(Group<T, R> group, BatchFailure failure, long now) {
    steps.tell(new Event.RowRefused(lane, failure.cause()));
    steps.answer(group.rows.getFirst(), kind.refused(Refusal.INVALID_LEAD));
    settle(group, now);
  }

  private void awaitPartitions(Group<T, R> group, long now) {
    group.hasAskedForPartitions = true;
    groups.add(group, now + PARTITIONS_NANOS);
    steps.add(new Decision.MakePartitions<>());
  }

  /** Makes all groups that have waited for partitions due. */
  void partitionsMade(long now) {
    groups.partitionsMade(now);
  }

  private void halve(Group<T, R> group, long now) {
    if (group.rows.size() > 1) {
      groups.split(group, 2, Group.Kind.NORMAL, now + groups.pause(group));
    } else {
      groups.again(group, now);
    }
  }

  /** Removes the late rows, and hands them to a consumer. */
  void takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer, long now) {
    List<Group<T, R>> emptied = new ArrayList<>(groups.takeLate(isLate, consumer));
    trials.takeLate(isLate, consumer);
    emptied.forEach(group -> settle(group, now));
  }
}
