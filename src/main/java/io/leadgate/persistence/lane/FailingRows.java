package io.leadgate.persistence.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps the rows that the server has refused one by one, and tells when they are to be tried again.
 * All rows of the lane share the tries, so that a broken schema costs some statements a second,
 * however many rows wait. The owners take turns. Confined to one event loop.
 */
final class FailingRows<T, R> {

  /** The first pause is as long as that of a batch after so many failures. */
  private static final int FIRST_PAUSE = 3;

  /** After so long without a row the next row is not one of those that were tried last. */
  private static final long IDLE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Map<Owner<T, R>, ArrayDeque<Row<T, R>>> byOwner = new LinkedHashMap<>();
  private int triesInVain;
  private long due;

  FailingRows(long now) {
    this.due = now;
  }

  boolean isEmpty() {
    return byOwner.isEmpty();
  }

  boolean areDue(long now) {
    return !byOwner.isEmpty() && now - due >= 0;
  }

  void add(Row<T, R> row, long now) {
    long first = now + BackOff.nanos(FIRST_PAUSE);
    if (byOwner.isEmpty() && first - due > 0) {
      triesInVain = now - due > IDLE_NANOS ? 0 : triesInVain;
      due = first;
    }
    byOwner.computeIfAbsent(row.owner, owner -> new ArrayDeque<>()).add(row);
  }

  /** Takes the next rows, of as many owners as possible, those first that have waited longest. */
  List<Row<T, R>> take(int rowsMax, long bytesMax) {
    List<Row<T, R>> taken = new ArrayList<>();
    long bytes = 0;
    while (!byOwner.isEmpty() && taken.size() < rowsMax) {
      Map.Entry<Owner<T, R>, ArrayDeque<Row<T, R>>> next = byOwner.entrySet().iterator().next();
      Owner<T, R> owner = next.getKey();
      ArrayDeque<Row<T, R>> rows = next.getValue();
      if (!taken.isEmpty() && bytes + rows.element().bytes > bytesMax) {
        break;
      }
      Row<T, R> row = rows.remove();
      taken.add(row);
      bytes += row.bytes;
      byOwner.remove(owner); // Goes to the end.
      if (!rows.isEmpty()) {
        byOwner.put(owner, rows);
      }
    }
    return taken;
  }

  /** Learns how a try has ended. Returns the pause before the next. */
  long tried(boolean hasStored, long now) {
    triesInVain = hasStored ? 0 : triesInVain + 1;
    long pause = hasStored ? 0 : BackOff.nanos(FIRST_PAUSE + triesInVain);
    due = now + pause;
    return pause;
  }

  /** Removes the late rows, and hands them to a consumer. */
  void takeLate(Predicate<Row<T, R>> isLate, Consumer<Row<T, R>> consumer) {
    byOwner.values().forEach(rows -> Row.moveLate(rows, isLate, consumer));
    byOwner.values().removeIf(ArrayDeque::isEmpty);
  }
}
