package io.leadgate.persistence.lane;

import io.leadgate.telemetry.Event;
import java.util.ArrayList;
import java.util.List;

/** Collects the decisions of one event, and answers rows. Confined to one event loop. */
final class Steps<T, R> {

  /** The longest pause that needs no wake-up of its own, because of the regular ticks. */
  private static final long TICK_NANOS = LaneCore.TICK.toNanos();

  private final RowQueues<T, R> queues;
  private List<Decision<T, R>> decisions = new ArrayList<>();

  Steps(RowQueues<T, R> queues) {
    this.queues = queues;
  }

  void add(Decision<T, R> decision) {
    decisions.add(decision);
  }

  void tell(Event event) {
    decisions.add(new Decision.Tell<>(event));
  }

  void answer(Row<T, R> row, R result) {
    queues.answered(row);
    if (row.answer(result)) {
      reply(row.request());
    }
  }

  void reply(Request<R> request) {
    decisions.add(new Decision.Reply<>(request));
  }

  void wakeAfter(long nanos) {
    if (nanos < TICK_NANOS) {
      decisions.add(new Decision.Wake<>(nanos));
    }
  }

  /** Returns the decisions since the last call. */
  List<Decision<T, R>> take() {
    if (decisions.isEmpty()) {
      return List.of();
    }
    List<Decision<T, R>> taken = decisions;
    decisions = new ArrayList<>();
    return taken;
  }
}
