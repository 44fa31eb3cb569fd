package io.leadgate.attack;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the outcomes of the attackers' connections. Thread-safe. */
final class AttackTally {

  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger openMax = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  final AtomicInteger ended = new AtomicInteger();
  final AtomicInteger unanswered = new AtomicInteger();
  final AtomicLong bytes = new AtomicLong();

  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

  void opened() {
    opened.incrementAndGet();
    openMax.accumulateAndGet(open.incrementAndGet(), Math::max);
  }

  void answered(AnswerReader.Answered answer) {
    status(answer.status());
    if (answer.acknowledges()) {
      acknowledged.addAll(answer.ids());
    }
  }

  void status(int status) {
    statuses.merge(status, 1, Integer::sum);
  }

  /** The ids of the leads that the gateway acknowledged to attackers. */
  List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  @Override
  public String toString() {
    return "%,d connections made, %,d at a time, %,d ended by the gateway, %,d not taken, %,d MB sent, answers %s"
        .formatted(
            opened.get(),
            openMax.get(),
            ended.get(),
            refused.get(),
            bytes.get() / 1_000_000,
            new TreeMap<>(statuses));
  }
}
