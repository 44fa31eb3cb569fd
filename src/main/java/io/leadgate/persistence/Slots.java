package io.leadgate.persistence;

import io.leadgate.postgres.Slot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The slots of a lane. Two half batches cost more than a whole one, so one slot does the work, and
 * the others are for a full batch more, and for when that one is slow or hangs. Belongs to one
 * event loop.
 */
final class Slots {

  /** A batch that is away for longer than this is no reason to wait any more. */
  private static final long SLOW_NANOS = Duration.ofMillis(20).toNanos();

  private final List<Slot> all;
  private final ArrayDeque<Slot> free;
  private final int batchRows;
  private long lastTaken;

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
        && (free.size() == all.size() || queued >= batchRows || now - lastTaken > SLOW_NANOS);
  }

  Slot take(long now) {
    lastTaken = now;
    return free.remove();
  }

  void giveBack(Slot slot) {
    free.add(slot);
  }

  void discardAll() {
    all.forEach(Slot::discard);
  }
}
