package io.leadgate.persistence.lane;

import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds out whose fault it is that the server refuses a group of rows again and again.
 *
 * <p>If other rows are stored meanwhile, then some rows of the group are at fault, and the group is
 * split until they stand alone. Otherwise a sample of the group's rows is tried alone first. If all
 * of these fail alike and still no other row is stored, then the group is hopeless: it is kept
 * together, because the schema is at fault, or all that the vendor sends. "Other rows" are those of
 * the same vendor where all rows of the group have a single vendor, and those of the lane
 * otherwise. Rows that fail alone or are hopeless are tried again until their deadline. Confined to
 * one event loop.
 */
final class Trials<T, R> {

  static final int PARTS = 8;

  /** The tries of a hopeless group for each sample of it. */
  private static final int TRIES_PER_SAMPLE = 4;

  private final Lane lane;
  private final RowQueues<T, R> queues;
  private final Steps<T, R> steps;
  private final Groups<T, R> groups;
  private final Health healthOfLane;
  private final List<Sample<T, R>> samples = new ArrayList<>();
  private int samplesBegun;

  Trials(Lane lane, RowQueues<T, R> queues, Steps<T, R> steps, Groups<T, R> groups, long now) {
    this.lane = lane;
    this.queues = queues;
    this.steps = steps;
    this.groups = groups;
    this.healthOfLane = new Health(now);
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  /** Learns that a group was committed. */
  void committed(Group<T, R> group, long now) {
    healthOfLane.committed(now);
    group.rows.forEach(row -> row.owner.committed(now));
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

  /** Decides what becomes of a group that the server has refused. */
  void refused(Group<T, R> group, BatchFailure failure, long now) {
    boolean isAgain = failure.cause().equals(group.cause);
    if (group.cause.isEmpty() || (!isAgain && !group.isTrial())) {
      group.failingSince = now;
    }
    group.cause = failure.cause();
    Sample<T, R> sample = group.sample;
    if (sample != null) {
      sample.failed.addAll(group.rows);
      sample.failedAlike &= failure.cause().equals(sample.cause);
      settle(group, now);
    } else if (group.isHopeless) {
      stillHopeless(group, now);
    } else if (group.isTrial() && group.rows.size() == 1) {
      standAlone(group, now);
    } else if (group.isTrial() || isAgain || failure.kind() == BatchFailure.Kind.LOCKED) {
      tryInParts(group, now);
    } else {
      groups.again(group, now);
    }
  }

  private void tryInParts(Group<T, R> group, long now) {
    if (!group.isTrial()) {
      steps.tell(new Event.TrialBegun(lane, group.rows.size(), group.cause));
    }
    Health health = health(group);
    boolean isSmallTrial = group.isTrial() && group.rows.size() <= Sample.ROWS;
    if (isBroken(health, group) || isBroken(healthOfLane, group)) {
      hopeless(group, now);
    } else if (isSmallTrial || health.hasCommittedSince(group.failingSince)) {
      groups.split(group, PARTS, Group.Kind.TRIAL, now);
    } else {
      sample(group, health, now);
    }
  }

  /** The health of the vendor of all rows, or of the lane if the rows have several vendors. */
  private Health health(Group<T, R> group) {
    return group.hasOneOwner() ? group.owner().health : healthOfLane;
  }

  private static boolean isBroken(Health health, Group<?, ?> group) {
    return health.brokenBy.equals(group.cause);
  }

  /** Begins a sample, or lets the group wait for a sample that is under way. */
  private void sample(Group<T, R> group, Health health, long now) {
    Optional<Sample<T, R>> underWay =
        samples.stream()
            .filter(each -> each.health == health && each.cause.equals(group.cause))
            .findFirst();
    List<Row<T, R>> rows = queues.separateTwins(group.rows);
    if (underWay.isPresent()) {
      underWay.get().rest.addAll(rows);
      return;
    }
    Sample<T, R> sample = new Sample<>(group, health);
    samples.add(sample);
    for (Row<T, R> row : sample.draw(rows, samplesBegun++)) {
      Group<T, R> alone = Groups.part(List.of(row), group, Group.Kind.TRIAL);
      alone.sample = sample;
      groups.add(alone, now);
    }
  }

  private void conclude(Sample<T, R> sample, long now) {
    samples.remove(sample);
    boolean isBroken =
        sample.failedAlike
            && !sample.failed.isEmpty()
            && !sample.health.hasCommittedSince(sample.failingSince);
    List<Row<T, R>> others = new ArrayList<>(sample.rest);
    if (isBroken) {
      sample.health.brokenBy = sample.cause;
      others.addAll(sample.failed);
      for (List<Row<T, R>> rows : groups.cut(others, 1)) {
        hopeless(sample.group(rows), now);
      }
    } else {
      sample.failed.forEach(row -> standAlone(sample.group(List.of(row)), now));
      groups.split(sample.group(others), PARTS, Group.Kind.TRIAL, now);
    }
  }

  /** Lets a row that fails alone be tried again. */
  private void standAlone(Group<T, R> group, long now) {
    if (group.kind != Group.Kind.FAILING) {
      group.kind = Group.Kind.FAILING;
      steps.tell(new Event.RowFailing(lane, group.cause));
      queues.markFailing(group.rows.getFirst());
    }
    groups.again(group, now);
  }

  private void hopeless(Group<T, R> group, long now) {
    group.isHopeless = true;
    group.failingSince = now;
    if (group.hasOneOwner() && isBroken(group.owner().health, group)) {
      group.kind = Group.Kind.FAILING;
      group.rows.forEach(queues::markFailing);
    } else {
      group.kind = Group.Kind.NORMAL;
    }
    groups.keepTogether(group, now);
  }

  private void stillHopeless(Group<T, R> group, long now) {
    Health health = group.isTrial() ? group.owner().health : healthOfLane;
    if (health.hasCommittedSince(group.failingSince)) {
      group.isHopeless = false;
      groups.split(group, PARTS, Group.Kind.TRIAL, now);
    } else if (group.tries % TRIES_PER_SAMPLE == 0) {
      group.isHopeless = false;
      sample(group, health, now);
    } else {
      groups.again(group, now);
    }
  }

  /** Removes the late rows, and hands them to a consumer. */
  void takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    for (Sample<T, R> sample : samples) {
      Groups.moveLate(sample.rest, isLate, consumer);
      Groups.moveLate(sample.failed, isLate, consumer);
    }
  }
}
