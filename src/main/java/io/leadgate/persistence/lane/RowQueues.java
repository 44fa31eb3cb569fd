package io.leadgate.persistence.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Queues the rows of a lane, with a queue for each owner. The owners take turns by bytes, and each
 * owner may have at most seven times as much in the lane as is free, so a lone owner gets 7/8 of
 * the lane and a greedy owner leaves room for others. Counts the rows until they are answered; an
 * owner without rows is forgotten.
 *
 * <p>A row whose order key is in a batch is parked until the batch is decided, and then goes back
 * to its place in the queue. Confined to one event loop.
 */
final class RowQueues<T, R> {

  /**
   * The bytes of a turn: a lead or two of usual size, so that an owner with a long queue takes as
   * much of a small batch as each other owner.
   */
  private static final long TURN_BYTES = 1024;

  private static final long TIMES_OF_FREE = 7;

  private final RowKind<T, R> kind;
  private final LaneLimits limits;
  private final Map<Object, Owner<T, R>> owners = new HashMap<>();

  /** The owners that have queued rows, in the order of their turns. */
  private final ArrayDeque<Owner<T, R>> turns = new ArrayDeque<>();

  /** The number of taken rows with an order key. */
  private final Map<Object, Integer> takenKeys = new HashMap<>();

  /** The rows that wait for a taken row with an equal order key, in their order of arrival. */
  private final Map<Object, PriorityQueue<Row<T, R>>> parked = new HashMap<>();

  private int rows;
  private long bytes;
  private int queued;
  private long queuedBytes;
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

  /** The number of queued rows, without the parked rows. */
  int queued() {
    return queued;
  }

  long queuedBytes() {
    return queuedBytes;
  }

  /** Whether no trace of any row is left. */
  boolean isEmpty() {
    return rows == 0
        && bytes == 0
        && queued == 0
        && queuedBytes == 0
        && owners.isEmpty()
        && turns.isEmpty()
        && takenKeys.isEmpty()
        && parked.isEmpty();
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
  void add(T value, Request<R> request, int place, long deadline) {
    Owner<T, R> owner = owners.computeIfAbsent(kind.owner(value), Owner::new);
    long size = kind.bytes(value);
    owner.rows++;
    owner.bytes += size;
    rows++;
    bytes += size;
    Object orderKey = kind.orderKey(value).orElse(null);
    enqueue(new Row<>(value, size, owner, orderKey, deadline, numbers++, request, place));
  }

  private void enqueue(Row<T, R> row) {
    if (row.owner.queue.isEmpty()) {
      row.owner.credit = TURN_BYTES;
      turns.add(row.owner);
    }
    row.owner.queue.add(row);
    countQueued(row, 1);
  }

  private void countQueued(Row<T, R> row, int times) {
    queued += times;
    queuedBytes += times * row.bytes;
  }

  /**
   * Takes the next rows: at most so many rows and bytes, but at least a row if there is a row that
   * need not be parked.
   */
  List<Row<T, R>> take(int rowsMax, long bytesMax) {
    List<Row<T, R>> batch = new ArrayList<>(Math.min(queued, rowsMax));
    Set<Object> keys = new HashSet<>(0);
    long size = 0;
    while (!turns.isEmpty() && batch.size() < rowsMax) {
      Owner<T, R> owner = turns.element();
      if (owner.credit <= 0) {
        endTurn(owner);
        continue;
      }
      Row<T, R> row = owner.queue.element();
      Object busyKey = busyKey(row, keys);
      if (busyKey == null && !batch.isEmpty() && size + row.bytes > bytesMax) {
        break;
      }
      owner.queue.remove();
      countQueued(row, -1);
      if (busyKey != null) {
        park(row, busyKey);
      } else {
        markTaken(row, keys);
        batch.add(row);
        size += row.bytes;
        owner.credit -= row.bytes;
      }
      if (owner.queue.isEmpty()) {
        turns.remove();
      }
    }
    return batch;
  }

  /** Lets the next owner take its turn. A lone owner owes nothing. */
  private void endTurn(Owner<T, R> owner) {
    if (turns.size() == 1) {
      owner.credit = TURN_BYTES;
    } else {
      owner.credit += TURN_BYTES;
      turns.add(turns.remove());
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
    row.owner.rows--;
    row.owner.bytes -= row.bytes;
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
      Map<Owner<T, R>, List<Row<T, R>>> ofOwners = new LinkedHashMap<>();
      while (!waiting.isEmpty()) {
        Row<T, R> row = waiting.remove();
        ofOwners.computeIfAbsent(row.owner, owner -> new ArrayList<>()).add(row);
      }
      ofOwners.forEach(this::putBack);
    }
  }

  /**
   * Puts parked rows back to their places among the rows of their owner, all at once, because many
   * rows may have had the same order key.
   *
   * @param rows some rows of the owner, in their order of arrival
   */
  private void putBack(Owner<T, R> owner, List<Row<T, R>> rows) {
    List<Row<T, R>> others = new ArrayList<>(owner.queue);
    if (others.isEmpty()) {
      rows.forEach(this::enqueue);
      return;
    }
    owner.queue.clear();
    int next = 0;
    for (Row<T, R> row : rows) {
      while (next < others.size() && others.get(next).number < row.number) {
        owner.queue.add(others.get(next++));
      }
      owner.queue.add(row);
      countQueued(row, 1);
    }
    owner.queue.addAll(others.subList(next, others.size()));
  }

  /** Removes the late rows that are in no batch, and hands them to a consumer. */
  void takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    List<Row<T, R>> late = new ArrayList<>(0);
    for (Owner<T, R> owner : turns) {
      int before = late.size();
      takeLate(owner.queue, isLate, late);
      late.subList(before, late.size()).forEach(row -> countQueued(row, -1));
    }
    turns.removeIf(owner -> owner.queue.isEmpty());
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
