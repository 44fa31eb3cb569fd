package io.leadgate.persistence.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps the groups of rows that are to be written again, each until its time. The rows belong to no
 * connection. Confined to one event loop.
 */
final class Groups<T, R> {

  /**
   * The time for each failing row of a vendor between two tries of such a row, so that a vendor
   * with many of them costs the lane some statements a second and no more.
   */
  private static final long FAILING_ROW_NANOS = Duration.ofMillis(60).toNanos();

  private final LaneLimits limits;
  private final RowQueues<T, R> queues;
  private final Steps<T, R> steps;
  private final PriorityQueue<Group<T, R>> normal = byDue();
  private final PriorityQueue<Group<T, R>> trials = byDue();
  private final PriorityQueue<Group<T, R>> failing = byDue();
  private final List<PriorityQueue<Group<T, R>>> all = List.of(normal, trials, failing);

  Groups(LaneLimits limits, RowQueues<T, R> queues, Steps<T, R> steps) {
    this.limits = limits;
    this.queues = queues;
    this.steps = steps;
  }

  private static <T, R> PriorityQueue<Group<T, R>> byDue() {
    return new PriorityQueue<>(Groups::compareDue);
  }

  private static int compareDue(Group<?, ?> one, Group<?, ?> other) {
    return Long.signum(one.due - other.due); // Right also where the clock overflows.
  }

  boolean isEmpty() {
    return all.stream().allMatch(PriorityQueue::isEmpty);
  }

  boolean hasDue(Group.Kind kind, long now) {
    Group<T, R> first = of(kind).peek();
    return first != null && now - first.due >= 0;
  }

  /** Removes the group of this kind that is due first. */
  Group<T, R> takeDue(Group.Kind kind) {
    return of(kind).remove();
  }

  private PriorityQueue<Group<T, R>> of(Group.Kind kind) {
    return switch (kind) {
      case NORMAL -> normal;
      case TRIAL -> trials;
      case FAILING -> failing;
    };
  }

  void add(Group<T, R> group, long due) {
    group.due = due;
    of(group.kind).add(group);
  }

  /** Lets the same rows be written again, after a pause. */
  void again(Group<T, R> group, long now) {
    add(group, now + pause(group));
  }

  /** The pause before the next try of a group; each is longer than the last. */
  long pause(Group<T, R> group) {
    long pause = BackOff.nanos(group.tries);
    if (group.kind == Group.Kind.FAILING) {
      int rows = group.rows.size();
      pause = Math.max(pause, group.owner().failing * FAILING_ROW_NANOS / rows);
    }
    group.tries++;
    steps.wakeAfter(pause);
    return pause;
  }

  /**
   * Lets the rows of a group be written in so many parts. In a trial, the rows of an owner stay
   * together.
   */
  void split(Group<T, R> group, int parts, Group.Kind kindOfParts, long due) {
    List<Row<T, R>> rows = queues.separateTwins(group.rows);
    if (kindOfParts == Group.Kind.TRIAL) {
      rows = byOwner(rows).stream().flatMap(List::stream).toList();
    }
    for (List<Row<T, R>> some : cut(rows, parts)) {
      add(part(some, group, kindOfParts), due);
    }
  }

  /** A group of some rows of another group. */
  static <T, R> Group<T, R> part(List<Row<T, R>> rows, Group<T, R> whole, Group.Kind kind) {
    Group<T, R> part = new Group<>(new ArrayList<>(rows), kind);
    part.tries = kind == Group.Kind.NORMAL ? whole.tries : 0;
    part.cause = whole.cause;
    part.failingSince = whole.failingSince;
    part.hasAskedForPartitions = whole.hasAskedForPartitions;
    return part;
  }

  /** The rows of each owner, in the order of the owners' first rows. */
  static <T, R> List<List<Row<T, R>>> byOwner(List<Row<T, R>> rows) {
    Map<Owner<T, R>, List<Row<T, R>>> byOwner = new LinkedHashMap<>();
    rows.forEach(row -> byOwner.computeIfAbsent(row.owner, owner -> new ArrayList<>()).add(row));
    return new ArrayList<>(byOwner.values());
  }

  /** Cuts rows into so many parts of equal size, and into more if they were too large. */
  List<List<Row<T, R>>> cut(List<Row<T, R>> rows, int parts) {
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

  /** Keeps a hopeless group together with others of its kind, so that few tries are made. */
  void keepTogether(Group<T, R> group, long now) {
    Optional<Group<T, R>> other =
        of(group.kind).stream()
            .filter(each -> each.isHopeless && each.cause.equals(group.cause))
            .filter(each -> group.kind == Group.Kind.NORMAL || each.owner() == group.owner())
            .filter(each -> fitTogether(each, group))
            .findFirst();
    other.ifPresentOrElse(each -> each.rows.addAll(group.rows), () -> again(group, now));
  }

  private boolean fitTogether(Group<T, R> one, Group<T, R> other) {
    return one.rows.size() + other.rows.size() <= limits.batchRows()
        && one.bytes() + other.bytes() <= LaneLimits.BATCH_BYTES;
  }

  /** Makes all groups that have waited for partitions due. */
  void partitionsMade(long now) {
    for (PriorityQueue<Group<T, R>> queue : all) {
      List<Group<T, R>> waiting =
          queue.stream()
              .filter(group -> group.hasAskedForPartitions && now - group.due < 0)
              .toList();
      queue.removeAll(waiting);
      waiting.forEach(group -> group.due = now);
      queue.addAll(waiting);
    }
  }

  /** Removes the late rows, and hands them to a consumer. Returns the groups that are empty now. */
  List<Group<T, R>> takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    List<Group<T, R>> emptied = new ArrayList<>(0);
    for (PriorityQueue<Group<T, R>> queue : all) {
      for (Group<T, R> group : queue) {
        moveLate(group.rows, isLate, consumer);
        if (group.rows.isEmpty()) {
          emptied.add(group);
        }
      }
      queue.removeIf(group -> group.rows.isEmpty());
    }
    return emptied;
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
