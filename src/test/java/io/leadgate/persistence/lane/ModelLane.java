package io.leadgate.persistence.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Refusal;
import io.leadgate.persistence.lane.BatchFailure.Kind;
import io.leadgate.telemetry.Lane;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the core of a lane in a world that a test makes up step by step, and checks after each step
 * what must hold whatever happens: each row is answered once and in time, as the table says; no
 * bound is passed; a connection is used only while it is open and free; rows with a key keep their
 * order.
 */
final class ModelLane {

  private static final long TICK = LaneCore.TICK.toNanos();

  private final LaneLimits limits;
  private final LaneCore<Item, String> core;

  final ModelServer server = new ModelServer();

  /** The open connections without work. */
  private final Set<Integer> free = new TreeSet<>();

  private final Map<Integer, Long> opening = new LinkedHashMap<>();
  private final Map<Integer, Under> underWay = new LinkedHashMap<>();

  /** The rows that the table has committed. */
  private final Set<Integer> table = new HashSet<>();

  /** The number of times at which the lane has asked for partitions. */
  private int partitionsAsked;

  /** The rows of a try whose outcome the lane cannot know. */
  private final Set<Integer> unknown = new HashSet<>();

  private final Map<Integer, Item> items = new HashMap<>();
  private final Map<Integer, Long> deadlines = new LinkedHashMap<>();
  private final Map<Integer, String> answers = new HashMap<>();
  private final TreeSet<Long> wakes = new TreeSet<>();
  private boolean isGateOpen = true;
  private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // The clock overflows.
  private long nextTick = now + TICK;
  private long end = now + Duration.ofDays(1).toNanos();
  private boolean isCutOff;
  private int statements;

  /** A batch on its way. */
  private record Under(Batch<Item, String> batch, List<Item> rows, long began) {}

  ModelLane(LaneLimits limits, int connections) {
    this.limits = limits;
    this.core = new LaneCore<>(Lane.LEADS, Item.KIND, limits, connections, () -> isGateOpen, now);
  }

  void submit(List<Item> rows, boolean areOne) {
    for (Item row : rows) {
      items.put(row.number(), row);
      deadlines.put(row.number(), earlier(now + limits.waitMax().toNanos(), end));
    }
    carryOut(core.submit(rows, areOne, (some, areLast) -> take(rows, some), now));
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  private void take(List<Item> rows, List<Request.Answer<String>> some) {
    for (Request.Answer<String> answer : some) {
      Item row = rows.get(answer.place());
      assertThat(answers.put(row.number(), answer.result())).as("answered once").isNull();
      if (answer.result().equals(Item.STORED)) {
        assertThat(table).as("stored").contains(row.number());
      }
      if (answer.result().equals(Refusal.INVALID_LEAD.slug())) {
        assertThat(row.isBadData()).as("refused for its data").isTrue();
      }
    }
  }

  void send() {
    carryOut(core.send(now));
  }

  /** Ends the opening of a connection, if a connection is being opened. */
  void endOpening(int which, boolean isGood) {
    if (!opening.isEmpty()) {
      endOpeningOf(nth(opening.keySet(), which), isGood);
    }
  }

  private void endOpeningOf(int connection, boolean isGood) {
    opening.remove(connection);
    if (isGood) {
      free.add(connection);
      carryOut(core.opened(connection, now));
    } else {
      carryOut(core.notOpened(connection, "53300", now));
    }
    send();
  }

  /** Breaks a connection without work. */
  void lose(int which) {
    if (!free.isEmpty()) {
      int connection = nth(free, which);
      free.remove(connection);
      carryOut(core.lost(connection, now));
    }
  }

  /** Lets the server do a batch, as its rows deserve. */
  void finish(int which) {
    finish(which, Integer.MAX_VALUE);
  }

  /**
   * Lets the server do a batch.
   *
   * @param most the most rows that a transaction with rows one by one has time for
   */
  void finish(int which, int most) {
    if (underWay.isEmpty()) {
      return;
    }
    Under done = remove(nth(underWay.keySet(), which));
    if (done.rows.stream().anyMatch(server.endsSession)) {
      fail(done, Kind.LOST, false, false);
    } else if (done.batch.isOneByOne()) {
      finishOneByOne(done, most);
    } else {
      server
          .failure(done.rows)
          .ifPresentOrElse(kind -> fail(done, kind, true, kind == Kind.DATA), () -> commit(done));
    }
  }

  private void finishOneByOne(Under done, int most) {
    List<RowOutcome<String>> outcomes = server.oneByOne(done.rows, most);
    boolean isOpen =
        done.batch.isConnectionProven() || outcomes.stream().anyMatch(RowOutcome::isJudged);
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case RowOutcome.Written<String> written -> table.add(done.rows.get(i).number());
        case RowOutcome.Failed<String> failed -> {}
        case RowOutcome.Untried<String> untried -> statements--;
      }
    }
    statements += outcomes.size();
    if (isOpen) {
      free.add(done.batch.connection());
    }
    carryOut(core.tried(done.batch, outcomes, isOpen, now));
    send();
  }

  private void commit(Under done) {
    done.rows.forEach(row -> table.add(row.number()));
    free.add(done.batch.connection());
    carryOut(core.committed(done.batch, Collections.nCopies(done.rows.size(), Item.STORED), now));
    send();
  }

  /** Fails a batch; {@code isStored} if the server has committed it all the same. */
  void fail(int which, Kind kind, boolean isStored) {
    if (!underWay.isEmpty()) {
      Under done = remove(nth(underWay.keySet(), which));
      boolean isAnswered = kind == Kind.REFUSED || kind == Kind.LOCKED || kind == Kind.NO_PARTITION;
      if (isStored && !isAnswered) {
        done.rows.forEach(row -> table.add(row.number()));
      }
      fail(done, kind, isAnswered, false);
    }
  }

  /** Answers a batch that was stored with a result too few. */
  void forgetAResult(int which) {
    if (!underWay.isEmpty()) {
      Under done = remove(nth(underWay.keySet(), which));
      done.rows.forEach(row -> table.add(row.number()));
      done.rows.forEach(row -> unknown.add(row.number()));
      free.add(done.batch.connection());
      carryOut(
          core.committed(done.batch, Collections.nCopies(done.rows.size() - 1, Item.STORED), now));
      send();
    }
  }

  private void fail(Under done, Kind kind, boolean isRolledBack, boolean isOpen) {
    if (isOpen) {
      free.add(done.batch.connection());
    }
    if (!isRolledBack) {
      done.rows.forEach(row -> unknown.add(row.number()));
    }
    carryOut(
        core.failed(done.batch, new BatchFailure(kind, kind.name(), isRolledBack), isOpen, now));
    send();
  }

  private Under remove(int connection) {
    Under under = underWay.get(connection);
    underWay.remove(connection);
    if (under == null) {
      throw new IllegalStateException();
    }
    return under;
  }

  /** Makes partitions whether the lane has asked for them or not. */
  void partitionsMade() {
    carryOut(core.partitionsMade(now));
    send();
  }

  void turnGate() {
    isGateOpen = !isGateOpen;
  }

  void openGate() {
    isGateOpen = true;
  }

  void stop(Duration left) {
    end = earlier(end, now + left.toNanos());
    deadlines.replaceAll((row, deadline) -> earlier(deadline, end));
    carryOut(core.stop(end));
  }

  /** Lets time pass, with all ticks, wake-ups and time-outs. */
  void pass(Duration time) {
    long until = now + time.toNanos();
    while (until - now > 0) {
      long wake = wakes.isEmpty() ? until : wakes.first();
      now = earlier(earlier(nextTick, until), wake);
      if (wakes.remove(now)) {
        send();
      }
      if (now == nextTick) {
        nextTick += TICK;
        cutOff();
        carryOut(core.tick(now));
        checkDeadlines();
      }
    }
  }

  /**
   * Lets a healthy server work, with so much time for each statement, and an eighth of it for each
   * row of those that are written one by one.
   */
  void run(Duration time, Duration statement) {
    long until = now + time.toNanos();
    while (until - now > 0) {
      endOpening(0, true);
      underWay.values().stream()
          .findFirst()
          .filter(first -> now - first.began >= cost(first, statement))
          .ifPresent(first -> finish(0));
      pass(statement);
    }
  }

  private static long cost(Under under, Duration statement) {
    int rows = under.batch.isOneByOne() ? under.rows.size() : 0;
    return statement.toNanos() * (8 + rows) / 8;
  }

  /** Ends what has taken too long, as the connections do. */
  private void cutOff() {
    boolean isOver = now - end > 0 && !isCutOff;
    isCutOff |= isOver;
    long max = limits.batchMax().toNanos();
    List.copyOf(opening.entrySet()).stream()
        .filter(each -> isOver || now - each.getValue() > max)
        .forEach(each -> endOpeningOf(each.getKey(), false));
    List.copyOf(underWay.values()).stream()
        .filter(each -> isOver || now - each.began > max)
        .forEach(each -> fail(remove(each.batch.connection()), Kind.LATE, false, false));
  }

  private void checkDeadlines() {
    Set<Integer> written = new HashSet<>();
    underWay.values().forEach(each -> each.rows.forEach(row -> written.add(row.number())));
    deadlines.forEach(
        (row, deadline) -> {
          if (!answers.containsKey(row) && !written.contains(row)) {
            assertThat(now - deadline).as("late: %s", items.get(row)).isLessThanOrEqualTo(0);
          }
        });
  }

  private void carryOut(List<Decision<Item, String>> decisions) {
    assertThat(core.rows()).as("rows").isLessThanOrEqualTo(limits.queuedRows());
    assertThat(core.bytes()).as("bytes").isLessThanOrEqualTo(limits.queuedBytes());
    for (Decision<Item, String> decision : decisions) {
      switch (decision) {
        case Decision.Reply<Item, String> reply -> reply.request().reply();
        case Decision.Open<Item, String> open -> open(open.connection());
        case Decision.Write<Item, String> write -> write(write.batch());
        case Decision.MakePartitions<Item, String> make -> partitionsAsked++;
        case Decision.Wake<Item, String> wake -> wakes.add(now + wake.nanos());
        case Decision.Tell<Item, String> tell -> {}
      }
    }
  }

  private void open(int connection) {
    assertThat(free).as("closed").doesNotContain(connection);
    assertThat(underWay).as("closed").doesNotContainKey(connection);
    assertThat(opening.put(connection, now)).as("opened once").isNull();
  }

  private void write(Batch<Item, String> batch) {
    List<Item> rows = batch.rows();
    statements++;
    assertThat(free.remove(batch.connection())).as("open and free").isTrue();
    assertThat(isGateOpen).as("the gate is open").isTrue();
    assertThat(rows).hasSizeBetween(1, limits.batchRows());
    assertThat(
            rows.size() == 1
                || rows.stream().mapToLong(Item::bytes).sum() <= LaneLimits.BATCH_BYTES)
        .as("bytes of a batch")
        .isTrue();
    assertThat(batch.maybeStored())
        .as("maybe stored")
        .isEqualTo(rows.stream().anyMatch(row -> unknown.contains(row.number())));
    underWay.put(batch.connection(), new Under(batch, rows, now));
    for (int i = 0; i < rows.size(); i++) {
      Item row = rows.get(i);
      assertThat(answers).as("not answered yet").doesNotContainKey(row.number());
      assertThat(now - deadlines.getOrDefault(row.number(), now))
          .as("in time")
          .isLessThanOrEqualTo(0);
      checkOrder(row, rows.subList(0, i), batch.connection());
    }
  }

  /** Rows of an owner with an equal key are written in their order, each after the last's end. */
  private void checkOrder(Item row, List<Item> before, int connection) {
    if (row.key().isEmpty()) {
      return;
    }
    Set<Integer> earlierInBatch = new HashSet<>();
    before.forEach(each -> earlierInBatch.add(each.number()));
    items.values().stream()
        .filter(each -> each.owner().equals(row.owner()) && each.key().equals(row.key()))
        .filter(each -> each.number() < row.number())
        .forEach(
            each ->
                assertThat(
                        answers.containsKey(each.number())
                            || earlierInBatch.contains(each.number()))
                    .as("order of the key")
                    .isTrue());
    underWay.forEach(
        (other, under) -> {
          if (other != connection) {
            assertThat(under.rows)
                .as("one batch of a key")
                .noneMatch(each -> each.key().equals(row.key()));
          }
        });
  }

  /** Lets the world end all that is under way, and checks that nothing is left. */
  void end() {
    pass(limits.waitMax().plus(limits.batchMax()).plus(LaneCore.TICK.multipliedBy(3)));
    assertThat(answers.keySet()).as("all are answered").isEqualTo(items.keySet());
    assertThat(core.rows()).isZero();
    assertThat(core.bytes()).isZero();
    assertThat(core.isEmpty()).as("nothing is left").isTrue();
  }

  String answer(Item row) {
    return answers.getOrDefault(row.number(), "");
  }

  boolean hasStored(Item row) {
    return answer(row).equals(Item.STORED);
  }

  int partitionsAsked() {
    return partitionsAsked;
  }

  int statements() {
    return statements;
  }

  private static int nth(Set<Integer> set, int which) {
    return set.stream().skip(which % set.size()).findFirst().orElseThrow();
  }
}
