package io.leadgate.persistence.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Queues the rows of a lane, with a queue for each owner. The owners take turns, and each owner may
 * have at most seven times as much in the lane as is free, so a lone owner gets 7/8 of the lane and
 * a greedy owner leaves room for others. Counts the rows until they are answered; an owner without
 * rows is forgotten.
 *
 * <p>An owner with rows that are known to fail is apart until these rows are answered: its rows are
 * in no batch with rows of others, because a bad row would fail the batch for all of them.
 *
 * <p>A row whose order key is in a batch is parked until the batch is decided, and then goes back
 * to its place in the queue. Confined to one event loop.
 */
final class RowQueues<T, R> {

  private static final long TIMES_OF_FREE = 7;

  private final RowKind<T, R> kind;
  private final LaneLimits limits;
  private final Map<Object, Owner<T, R>> owners = new HashMap<>();

  /** The turns of the owners whose rows are written together. */
  private final Turns<T, R> turns = new Turns<>();

  /** The owners that are apart, each with turns of its own. */
  private final ArrayDeque<Owner<T, R>> apart = new ArrayDeque<>();

  /** The number of taken rows with an order key. */
  private final Map<Object, Integer> takenKeys = new HashMap<>();

  /** The rows that wait for a taken row with an equal order key, in their order of arrival. */
  private final Map<Object, PriorityQueue<Row<T, R>>> parked = new HashMap<>();

  /** The deadlines of the rows that have no answer yet. */
  private final Deadlines deadlines = new Deadlines();

  /** The rows that no longer wait for an equal order key, until the end of the event. */
  private final List<Row<T, R>> released = new ArrayList<>();

  private boolean mayBeApart = true;
  private int rows;
  private long bytes;
  private long numbers;

  RowQueues(RowKind<T, R> kind, LaneLimits limits) {
    this.kind = kind;
    this.limits = limits;
  }

  /** The number of rows that have no answer yet. */
  int rows() {
    return rows;
  }

  /** The bytes of the rows that have no answer yet. */
  long bytes() {
    return bytes;
  }

  /** The first deadline of the rows that have no answer yet, within a tenth of a second. */
  OptionalLong firstDeadline() {
    return deadlines.first();
  }

  /** The number of queued rows of the owners that are not apart, without the parked rows. */
  int queued() {
    return turns.rows();
  }

  long queuedBytes() {
    return turns.bytes();
  }

  /** Whether no trace of any row is left. */
  boolean isEmpty() {
    return rows == 0
        && bytes == 0
        && owners.isEmpty()
        && turns.isEmpty()
        && apart.isEmpty()
        && takenKeys.isEmpty()
        && parked.isEmpty()
        && deadlines.first().isEmpty()
        && released.isEmpty();
  }

  /** Whether all rows of a request fit into the lane, and into the shares of their owners. */
  boolean hasRoomFor(List<T> more) {
    long freeRows = (long) limits.queuedRows() - rows;
    long freeBytes = limits.queuedBytes() - bytes;
    long moreBytes = 0;
    Map<Object, Share> shares = new HashMap<>(2);
    for (T row : more) {
      long size = kind.bytes(row);
      moreBytes += size;
      shares.computeIfAbsent(kind.owner(row), this::share).add(size);
    }
    return more.size() <= freeRows
        && moreBytes <= freeBytes
        && shares.values().stream().allMatch(share -> share.fits(freeRows, freeBytes));
  }

  /** Whether a row fits into the lane, and into the share of its owner. */
  boolean hasRoomFor(T row) {
    long freeRows = (long) limits.queuedRows() - rows;
    long freeBytes = limits.queuedBytes() - bytes;
    long size = kind.bytes(row);
    Share share = share(kind.owner(row));
    share.add(size);
    return size <= freeBytes && share.fits(freeRows, freeBytes);
  }

  private Share share(Object name) {
    Owner<T, R> owner = owners.get(name);
    return owner == null ? new Share(0, 0) : new Share(owner.rows, owner.bytes);
  }

  /** The rows and bytes that an owner would have in the lane. */
  private static final class Share {
    private long rows;
    private long bytes;

    Share(long rows, long bytes) {
      this.rows = rows;
      this.bytes = bytes;
    }

    void add(long size) {
      rows++;
      bytes += size;
    }

    boolean fits(long freeRows, long freeBytes) {
      return rows <= TIMES_OF_FREE * freeRows && bytes <= TIMES_OF_FREE * freeBytes;
    }
  }

  /** Queues a row, which is at this place of its request. */
  void add(T value, Request<R> request, int place, long deadline, long now) {
    Owner<T, R> owner =
        owners.computeIfAbsent(kind.owner(value), name -> new Owner<>(name, turns, now));
    long size = kind.bytes(value);
    owner.rows++;
    owner.bytes += size;
    rows++;
    bytes += size;
    deadlines.add(deadline);
    Object orderKey = kind.orderKey(value).orElse(null);
    owner.turns.add(new Row<>(value, size, owner, orderKey, deadline, numbers++, request, place));
  }

  /**
   * Takes the next rows of the owners that are not apart: at most so many rows and bytes, but at
   * least a row if there is a row that need not be parked.
   */
  List<Row<T, R>> take(int rowsMax, long bytesMax) {
    return take(turns, rowsMax, bytesMax);
  }

  /**
   * Takes the next rows of an owner that is apart, of each order key the first; empty if no row is
   * due.
   */
  List<Row<T, R>> takeApart(int rowsMax, long bytesMax, long now) {
    return firstApart(now)
        .map(
            owner -> {
              apart.remove(owner);
              apart.add(owner);
              return separateTwins(take(owner.turns, rowsMax, bytesMax));
            })
        .orElse(List.of());
  }

  /** Whether an owner that is apart has rows that are due. */
  boolean hasApartDue(long now) {
    return firstApart(now).isPresent();
  }

  private Optional<Owner<T, R>> firstApart(long now) {
    return apart.stream().filter(owner -> owner.hasDueRows(now)).findFirst();
  }

  private List<Row<T, R>> take(Turns<T, R> from, int rowsMax, long bytesMax) {
    List<Row<T, R>> batch = new ArrayList<>(Math.min(from.rows(), rowsMax));
    Set<Object> keys = new HashSet<>(0);
    long size = 0;
    while (!from.isEmpty() && batch.size() < rowsMax) {
      Row<T, R> row = from.next();
      Object busyKey = busyKey(row, keys);
      if (busyKey == null && !batch.isEmpty() && size + row.bytes > bytesMax) {
        break;
      }
      from.removeNext();
      if (busyKey != null) {
        park(row, busyKey);
      } else {
        markTaken(row, keys);
        batch.add(row);
        size += row.bytes;
        row.owner.credit -= row.bytes;
      }
    }
    return batch;
  }

  /** Learns that a row fails whatever it is written with, and sets its owner apart. */
  void markFailing(Row<T, R> row) {
    if (!row.isFailing) {
      row.isFailing = true;
      row.owner.failing++;
    }
    if (mayBeApart && row.owner.turns == turns) {
      turns.move(row.owner, new Turns<>());
      apart.add(row.owner);
    }
  }

  /**
   * Lets owners be apart or not. If no row is stored whichever owner it has, then it is no use to
   * try each owner by itself.
   */
  void letOwnersBeApart(boolean may) {
    mayBeApart = may;
    if (!may) {
      List.copyOf(apart).forEach(this::join);
    }
  }

  private void join(Owner<T, R> owner) {
    if (apart.remove(owner)) {
      owner.turns.move(owner, turns);
    }
  }

  /** The order key of a row that must wait, because another batch has a row with that key. */
  private @Nullable Object busyKey(Row<T, R> row, Set<Object> keysOfBatch) {
    return row.orderKey != null
            && takenKeys.containsKey(row.orderKey)
            && !keysOfBatch.contains(row.orderKey)
        ? row.orderKey
        : null;
  }

  private void markTaken(Row<T, R> row, Set<Object> keysOfBatch) {
    row.isTaken = true;
    if (row.orderKey != null) {
      takenKeys.merge(row.orderKey, 1, Integer::sum);
      keysOfBatch.add(row.orderKey);
    }
  }

  private void park(Row<T, R> row, Object key) {
    parked
        .computeIfAbsent(
            key, unused -> new PriorityQueue<>(Comparator.comparingLong(each -> each.number)))
        .add(row);
  }

  /**
   * Parks those of the taken rows whose order key an earlier row of the list has, because the rows
   * are about to be written in parts. Returns the other rows.
   */
  List<Row<T, R>> separateTwins(List<Row<T, R>> taken) {
    Set<Object> keys = new HashSet<>(0);
    List<Row<T, R>> others = new ArrayList<>(taken.size());
    for (Row<T, R> row : taken) {
      Object key = row.orderKey;
      if (key == null || keys.add(key)) {
        others.add(row);
      } else {
        row.isTaken = false;
        park(row, key);
        releaseKey(key); // The earlier row has it still.
      }
    }
    return others;
  }

  /** Removes a row from all counts, because it was answered. */
  void answered(Row<T, R> row) {
    rows--;
    bytes -= row.bytes;
    deadlines.remove(row.deadline);
    row.owner.rows--;
    row.owner.bytes -= row.bytes;
    if (row.isFailing) {
      row.isFailing = false;
      row.owner.failing--;
      if (row.owner.failing == 0) {
        join(row.owner);
      }
    }
    if (row.owner.rows == 0) {
      owners.remove(row.owner.name);
    }
    if (row.isTaken) {
      row.isTaken = false;
      releaseKey(row.orderKey);
    }
  }

  private void releaseKey(@Nullable Object key) {
    if (key == null) {
      return;
    }
    int left = takenKeys.getOrDefault(key, 0) - 1;
    if (left > 0) {
      takenKeys.put(key, left);
      return;
    }
    takenKeys.remove(key);
    PriorityQueue<Row<T, R>> waiting = parked.remove(key);
    if (waiting != null) {
      released.addAll(waiting);
    }
  }

  /**
   * Puts rows whose keys are free now back to their places, all at once, because a place is found
   * by a pass over the owner's queue. Called before rows are taken, and at the end of each event.
   */
  void putBackReleased() {
    if (released.isEmpty()) {
      return;
    }
    released.sort(Comparator.comparingLong(row -> row.number));
    Map<Owner<T, R>, List<Row<T, R>>> ofOwners = Row.byOwner(released);
    released.clear();
    ofOwners.forEach((owner, back) -> owner.turns.addAmong(owner, back));
  }

  /** Removes the late rows that are in no batch, and hands them to a consumer. */
  void takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    List<Row<T, R>> late = new ArrayList<>(0);
    turns.takeLate(isLate, late::add);
    apart.forEach(owner -> owner.turns.takeLate(isLate, late::add));
    Iterator<PriorityQueue<Row<T, R>>> waiting = parked.values().iterator();
    while (waiting.hasNext()) {
      PriorityQueue<Row<T, R>> rowsOfKey = waiting.next();
      takeLate(rowsOfKey, isLate, late);
      if (rowsOfKey.isEmpty()) {
        waiting.remove();
      }
    }
    late.forEach(consumer);
  }

  /** Takes late rows from the head, because the rows are in their order of arrival. */
  private static <T, R> void takeLate(
      Queue<Row<T, R>> from, Predicate<Row<T, R>> isLate, Collection<Row<T, R>> to) {
    while (!from.isEmpty() && isLate.test(from.element())) {
      to.add(from.remove());
    }
  }
}
