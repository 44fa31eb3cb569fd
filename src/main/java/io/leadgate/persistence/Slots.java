package io.leadgate.persistence;

import io.leadgate.postgres.Slot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots of a lane. Two half batches cost more than a whole one, so one slot does the work, and
 * the others are for a full batch more, and for when that one is slow or hangs. Belongs to one
 * event loop.
 */
final class Slots {

  /** A slot that is away for longer than this is no reason to wait any more. */
  private static final long SLOW_NANOS = Duration.ofMillis(20).toNanos();

  private final List<Slot> all;
  private final ArrayDeque<Slot> free;

  /** Since when. */
  private final Map<Slot, Long> away = new HashMap<>();

  private final int batchRows;

  Slots(List<Slot> all, int batchRows) {
    this.all = List.copyOf(all);
    this.free = new ArrayDeque<>(all);
    this.batchRows = batchRows;
  }

  boolean isOneFree() {
    return !free.isEmpty();
  }

  /** Whether the rows that are queued are to be sent now, and a slot is there for it. */
  boolean isOneDue(int queued, long now) {
    return queued > 0
        && !free.isEmpty()
        && (queued >= batchRows
            || away.values().stream().allMatch(since -> now - since > SLOW_NANOS));
  }

  Slot take(long now) {
    Slot slot = free.remove();
    away.put(slot, now);
    return slot;
  }

  void giveBack(Slot slot) {
    away.remove(slot);
    free.add(slot);
  }

  void discardAll() {
    all.forEach(Slot::discard);
  }
}
