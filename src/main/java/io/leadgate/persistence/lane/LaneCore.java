package io.leadgate.persistence.lane;

import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Decides what a lane does. Each method tells of an event and returns what is to be done next; the
 * class itself waits for nothing, and takes the time from its caller, in ns of {@link
 * System#nanoTime()}.
 *
 * <p>A batch is due as soon as a connection is free, without a linger timer: an idle lane writes a
 * single row at once. While a batch is under way, the next one gathers, because one full batch is
 * cheaper than two halves; a further connection is used when a full batch is queued, or when every
 * batch under way is slow. The rows belong to the lane: a connection that fails has no rows. Each
 * row is answered exactly once, late rows included. Confined to one event loop.
 */
public final class LaneCore<T, R> {

  /** The time between two ticks, and so the accuracy of deadlines. */
  public static final Duration TICK = Duration.ofMillis(50);

  /** The refused batches of new rows since the last commit from which on new rows wait. */
  private static final int REFUSALS_MAX = 3;

  private final Lane lane;
  private final RowKind<T, R> kind;
  private final LaneLimits limits;
  private final BooleanSupplier gateIsOpen;
  private final RowQueues<T, R> queues;
  private final BatchSize size;
  private final Connections connections;
  private final Steps<T, R> steps;
  private final Retries<T, R> retries;
  private int underWay;
  private boolean isTrialUnderWay;
  private boolean wasTrialLast;
  private boolean wasBatchLast;
  private boolean wasFailingLast;

  /** The refused batches of new rows since the last commit. */
  private int refusals;

  /** The time from which new rows may be written. */
  private long newRowsFrom;

  private boolean isStopping;
  private long deadlineForAll;

  /**
   * @param connectionCount the number of connections; they are numbered from 0 and closed at first
   * @param gateIsOpen whether batches may be written at all
   */
  public LaneCore(
      Lane lane,
      RowKind<T, R> kind,
      LaneLimits limits,
      int connectionCount,
      BooleanSupplier gateIsOpen,
      long now) {
    this.lane = lane;
    this.kind = kind;
    this.limits = limits;
    this.gateIsOpen = gateIsOpen;
    this.queues = new RowQueues<>(kind, limits);
    this.size = new BatchSize(limits);
    this.connections = new Connections(connectionCount, now);
    this.steps = new Steps<>(queues);
    this.retries = new Retries<>(lane, kind, queues, steps, now);
    this.newRowsFrom = now;
  }

  /** The first deadline of a row without an answer, within a tenth of a second. */
  public OptionalLong firstDeadline() {
    return queues.firstDeadline();
  }

  /** The number of rows without an answer. */
  public int rows() {
    return queues.rows();
  }

  /** The bytes of the rows without an answer. */
  public long bytes() {
    return queues.bytes();
  }

  /** Whether no trace of any row is left. */
  public boolean isEmpty() {
    return queues.isEmpty() && retries.isEmpty() && underWay == 0;
  }

  /** Whether {@link #send} may have something to do. */
  public boolean canSend() {
    return !connections.areAllTaken();
  }

  /**
   * Queues the rows of a request, and refuses those for which there is no room.
   *
   * @param areOne whether all rows are refused if there is not room for all of them
   */
  public List<Decision<T, R>> submit(
      List<T> rows, boolean areOne, Request.Replies<R> replies, long now) {
    Request<R> request = new Request<>(rows.size(), replies);
    long deadline = now + limits.waitMax().toNanos();
    boolean isLetIn = areOne && queues.hasRoomFor(rows);
    for (int i = 0; i < rows.size(); i++) {
      T row = rows.get(i);
      if (isLetIn || (!areOne && queues.hasRoomFor(row))) {
        queues.add(row, request, i, deadline, now);
      } else if (request.set(i, kind.refused(Refusal.OVERLOADED))) {
        steps.reply(request);
      }
    }
    return end();
  }

  /** Sends what is due. */
  public List<Decision<T, R>> send(long now) {
    sendDue(now);
    return end();
  }

  /** Answers the late rows, and sends what is due. Called every {@link #TICK}. */
  public List<Decision<T, R>> tick(long now) {
    List<Row<T, R>> late = new ArrayList<>(0);
    queues.takeLate(isLate(now), late::add);
    retries.takeLate(isLate(now), late::add);
    expire(late, now);
    sendDue(now);
    return end();
  }

  public List<Decision<T, R>> opened(int connection, long now) {
    connections.opened(connection, now);
    return end();
  }

  /**
   * @param cause the SQLSTATE, or the class of the failure
   */
  public List<Decision<T, R>> notOpened(int connection, String cause, long now) {
    steps.wakeAfter(connections.failed(connection, now));
    steps.tell(new Event.ConnectionNotOpened(lane, cause));
    return end();
  }

  /** The connection was lost. The failure of a batch on it is told as well. */
  public List<Decision<T, R>> lost(int connection, long now) {
    connections.lost(connection, now);
    return end();
  }

  /** A batch was committed, with the result of each row in the order of the rows. */
  public List<Decision<T, R>> committed(Batch<T, R> batch, List<R> results, long now) {
    Group<T, R> group = batch.group();
    int rows = group.rows.size();
    if (results.size() != rows) {
      return failed(
          batch, new BatchFailure(BatchFailure.Kind.REFUSED, "results", false), true, now);
    }
    long took = now - batch.began();
    steps.tell(new Event.BatchCommitted(lane, rows, Duration.ofNanos(took)));
    size.committed(rows, group.bytes(), took);
    hasStored(now);
    for (int i = 0; i < rows; i++) {
      group.rows.get(i).owner.stored(now);
      steps.answer(group.rows.get(i), results.get(i));
    }
    connections.committed(batch.connection(), now);
    ended(batch);
    release(batch.connection(), now);
    return end();
  }

  private void hasStored(long now) {
    refusals = 0;
    newRowsFrom = now;
    queues.letOwnersBeApart(true);
  }

  /**
   * The rows of a batch were written one by one, with the outcome of each row in the order of the
   * rows.
   *
   * @param isOpen whether the connection is still open
   */
  public List<Decision<T, R>> tried(
      Batch<T, R> batch, List<RowOutcome<R>> outcomes, boolean isOpen, long now) {
    Group<T, R> group = batch.group();
    ended(batch);
    if (isOpen) {
      release(batch.connection(), now);
    } else {
      connections.closed(batch.connection(), now);
    }
    long written = outcomes.stream().filter(RowOutcome.Written.class::isInstance).count();
    retries.tried(group, outcomes, now);
    if (written > 0) {
      Duration took = Duration.ofNanos(now - batch.began());
      steps.tell(new Event.BatchCommitted(lane, Math.toIntExact(written), took));
      connections.committed(batch.connection(), now);
      hasStored(now);
    } else if (group.isNew) {
      slowDown(group, now);
    }
    return end();
  }

  /**
   * A batch was not committed, or it is unknown whether it was.
   *
   * @param isOpen whether the connection is still open
   */
  public List<Decision<T, R>> failed(
      Batch<T, R> batch, BatchFailure failure, boolean isOpen, long now) {
    Group<T, R> group = batch.group();
    if (!failure.isRolledBack()) {
      group.rows.forEach(row -> row.maybeStored = true);
    }
    if (failure.kind() == BatchFailure.Kind.LATE) {
      size.timedOut(group.rows.size(), group.bytes());
    }
    if (group.isNew && failure.kind() == BatchFailure.Kind.REFUSED) {
      slowDown(group, now);
    }
    ended(batch, failure, isOpen, now);
    expireOf(group, now);
    retries.failed(group, failure, now);
    return end();
  }

  /**
   * Makes new rows wait while the server refuses batch after batch, so that they gather, and a
   * broken schema does not cost some statements for each lead: the rows of a vendor that is apart,
   * or the rows of all others.
   */
  private void slowDown(Group<T, R> group, long now) {
    if (group.isOneByOne()) {
      steps.wakeAfter(group.rows.getFirst().owner.refused(now));
      return;
    }
    refusals++;
    if (refusals >= REFUSALS_MAX) {
      newRowsFrom = now + BackOff.nanos(refusals - REFUSALS_MAX);
      queues.letOwnersBeApart(false);
    }
  }

  private void ended(Batch<T, R> batch) {
    underWay--;
    if (batch.isOneByOne()) {
      isTrialUnderWay = false;
    }
  }

  private void ended(Batch<T, R> batch, BatchFailure failure, boolean isOpen, long now) {
    ended(batch);
    if (isOpen) {
      release(batch.connection(), now);
    } else if (failure.isAnswered()) {
      connections.closed(batch.connection(), now);
    } else {
      steps.wakeAfter(connections.failed(batch.connection(), now));
    }
  }

  private void release(int connection, long now) {
    connections.release(connection, now + limits.rest().toNanos());
    if (limits.rest().isPositive()) {
      steps.wakeAfter(limits.rest().toNanos());
    }
  }

  /** The partitions were made, or could not be made. */
  public List<Decision<T, R>> partitionsMade(long now) {
    retries.partitionsMade(now);
    return end();
  }

  /** Makes every row late after this time at the latest, because the gateway stops. */
  public List<Decision<T, R>> stop(long deadline) {
    isStopping = true;
    deadlineForAll = deadline;
    return end();
  }

  private void sendDue(long now) {
    while (gateIsOpen.getAsBoolean()) {
      queues.putBackReleased();
      boolean hasUsual = retries.hasDue(Group.Kind.TOGETHER, now) || areNewRowsDue(now);
      boolean hasTrial = !isTrialUnderWay && hasTrial(now);
      if (!hasUsual && !hasTrial) {
        return;
      }
      OptionalInt connection = connections.free(now);
      if (connection.isEmpty()) {
        open(now);
        return;
      }
      // Trials take turns with other batches, so that the rows beside them go on.
      boolean isTrial = hasTrial && !(wasTrialLast && hasUsual);
      Group<T, R> group = isTrial ? takeTrial(now) : takeUsual(now);
      expireOf(group, now);
      if (!group.rows.isEmpty()) {
        write(group, connection.getAsInt(), now);
      }
    }
  }

  private Group<T, R> takeUsual(long now) {
    return retries.hasDue(Group.Kind.TOGETHER, now)
        ? takeDue(Group.Kind.TOGETHER)
        : Group.ofNew(queues.take(size.rows(), size.bytes()), Group.Kind.TOGETHER);
  }

  private boolean hasTrial(long now) {
    return retries.hasDue(Group.Kind.ONE_BY_ONE, now)
        || retries.hasDue(Group.Kind.FAILING, now)
        || queues.hasApartDue(now);
  }

  /**
   * Takes in turn failed batches, in which rows that are not at fault wait; and either new rows of
   * vendors that are apart or rows that are known to fail, which take turns as well.
   */
  private Group<T, R> takeTrial(long now) {
    boolean hasFailing = retries.hasDue(Group.Kind.FAILING, now);
    boolean hasApart = queues.hasApartDue(now);
    boolean hasBatch = retries.hasDue(Group.Kind.ONE_BY_ONE, now);
    wasBatchLast = hasBatch && !(wasBatchLast && (hasFailing || hasApart));
    if (wasBatchLast) {
      return takeDue(Group.Kind.ONE_BY_ONE);
    }
    wasFailingLast = hasFailing && !(wasFailingLast && hasApart);
    return wasFailingLast
        ? takeDue(Group.Kind.FAILING)
        : Group.ofNew(queues.takeApart(size.rows(), size.bytes(), now), Group.Kind.ONE_BY_ONE);
  }

  private Group<T, R> takeDue(Group.Kind kindOfGroup) {
    return retries.takeDue(kindOfGroup, limits.batchRows(), LaneLimits.BATCH_BYTES);
  }

  private boolean areNewRowsDue(long now) {
    return queues.queued() > 0
        && now - newRowsFrom >= 0
        && (queues.queued() >= size.rows()
            || queues.queuedBytes() >= size.bytes()
            || !connections.isWorthWaiting(now));
  }

  private void open(long now) {
    connections
        .toOpen(now)
        .ifPresent(
            closed -> {
              connections.open(closed, now);
              steps.add(new Decision.Open<>(closed));
            });
  }

  private void write(Group<T, R> group, int connection, long now) {
    underWay++;
    wasTrialLast = group.isOneByOne();
    isTrialUnderWay |= wasTrialLast;
    connections.use(connection, wasTrialLast, now);
    steps.add(
        new Decision.Write<>(
            new Batch<>(connection, group, now, connections.isProven(connection, now))));
  }

  /** Ends an event. */
  private List<Decision<T, R>> end() {
    queues.putBackReleased();
    return steps.take();
  }

  private Predicate<Row<T, R>> isLate(long now) {
    boolean areAllLate = isStopping && now - deadlineForAll > 0;
    return row -> areAllLate || now - row.deadline > 0;
  }

  /** Answers the late rows of a group, and leaves it the others. */
  private void expireOf(Group<T, R> group, long now) {
    List<Row<T, R>> late = new ArrayList<>(0);
    Row.moveLate(group.rows, isLate(now), late::add);
    expire(late, now);
  }

  private void expire(List<Row<T, R>> late, long now) {
    if (!late.isEmpty()) {
      Refusal refusal =
          isStopping && now - deadlineForAll > 0
              ? Refusal.SHUTTING_DOWN
              : Refusal.STORAGE_UNAVAILABLE;
      steps.tell(new Event.LeadsExpired(lane, late.size(), refusal));
      late.forEach(row -> steps.answer(row, kind.refused(refusal)));
    }
  }
}
