package io.leadgate.persistence.lane;

import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Drives the core of a lane by hand: the test plays the time, the connections and the table. */
final class FakeLane {

  static final LaneLimits LIMITS =
      new LaneLimits(
          1_000, 8 << 20, 100, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ZERO);

  final LaneCore<Item, String> core;
  final List<Integer> opening = new ArrayList<>();
  final List<Batch<Item, String>> written = new ArrayList<>();

  /** The rows of each batch when it was written; later some of them may be late. */
  final List<List<Item>> writtenRows = new ArrayList<>();

  final List<Event> events = new ArrayList<>();
  final Map<Integer, String> answers = new HashMap<>();
  int partitionsAsked;
  boolean isGateOpen = true;
  long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // The clock overflows in the test.
  private int numbers;

  FakeLane(LaneLimits limits, int connections) {
    core = new LaneCore<>(Lane.LEADS, Item.KIND, limits, connections, () -> isGateOpen, now);
  }

  /** A lane whose connections are open. */
  static FakeLane open(LaneLimits limits, int connections) {
    FakeLane lane = new FakeLane(limits, connections);
    for (int i = 0; i < connections; i++) {
      lane.carryOut(lane.core.opened(i, lane.now));
    }
    return lane;
  }

  Item item(String owner, String key, long bytes) {
    return new Item(numbers++, owner, key, bytes, Item.Flaw.NONE);
  }

  List<Item> items(int count, String owner, long bytes) {
    return IntStream.range(0, count).mapToObj(i -> item(owner, "", bytes)).toList();
  }

  /** Submits rows as one request. */
  void submit(List<Item> rows) {
    carryOut(
        core.submit(
            rows,
            true,
            (some, areLast) ->
                some.forEach(each -> answers.put(rows.get(each.place()).number(), each.result())),
            now));
  }

  void send() {
    carryOut(core.send(now));
  }

  void pass(Duration time) {
    now += time.toNanos();
    carryOut(core.tick(now));
  }

  void opened(int connection) {
    carryOut(core.opened(connection, now));
    send();
  }

  void commit(Batch<Item, String> batch) {
    carryOut(core.committed(batch, Collections.nCopies(batch.rows().size(), Item.STORED), now));
    send();
  }

  void fail(Batch<Item, String> batch, BatchFailure.Kind kind, String cause) {
    boolean isAnswered = kind != BatchFailure.Kind.LOST && kind != BatchFailure.Kind.LATE;
    carryOut(core.failed(batch, new BatchFailure(kind, cause, isAnswered), isAnswered, now));
    send();
  }

  /** Refuses a batch: all rows, and each row where they are written one by one. */
  void refuse(Batch<Item, String> batch, String cause) {
    if (!batch.isOneByOne()) {
      fail(batch, BatchFailure.Kind.REFUSED, cause);
      return;
    }
    List<RowOutcome<String>> outcomes = new ArrayList<>();
    BatchFailure failure = new BatchFailure(BatchFailure.Kind.REFUSED, cause, true);
    for (int i = 0; i < batch.rows().size(); i++) {
      outcomes.add(
          Batch.isInVain(i) ? new RowOutcome.Untried<>() : new RowOutcome.Failed<>(failure));
    }
    carryOut(core.tried(batch, outcomes, true, now));
    send();
  }

  /** The batch that was written last. */
  Batch<Item, String> last() {
    return written.getLast();
  }

  void carryOut(List<Decision<Item, String>> decisions) {
    for (Decision<Item, String> decision : decisions) {
      switch (decision) {
        case Decision.Reply<Item, String> reply -> reply.request().reply();
        case Decision.Open<Item, String> open -> opening.add(open.connection());
        case Decision.Write<Item, String> write -> {
          written.add(write.batch());
          writtenRows.add(write.batch().rows());
        }
        case Decision.MakePartitions<Item, String> make -> partitionsAsked++;
        case Decision.Wake<Item, String> wake -> {}
        case Decision.Tell<Item, String> tell -> events.add(tell.event());
      }
    }
  }
}
