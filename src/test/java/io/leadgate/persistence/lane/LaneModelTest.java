package io.leadgate.persistence.lane;

import io.leadgate.persistence.lane.BatchFailure.Kind;
import io.leadgate.persistence.lane.Item.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Tries a lane with any order of arrivals, commits, failures, hangs, deadlines and stops. */
class LaneModelTest {

  private static final List<Kind> FAILURES =
      List.of(Kind.REFUSED, Kind.LOCKED, Kind.LATE, Kind.LOST, Kind.NO_PARTITION);

  /** The event of a step. */
  enum Op {
    SUBMIT,
    SUBMIT_ALONE,
    PASS,
    PASS_LONG,
    FINISH,
    FINISH_SOME,
    FAIL,
    FAIL_STORED,
    FORGET_RESULT,
    OPEN,
    REFUSE_OPEN,
    LOSE,
    GATE,
    PARTITIONS,
    STOP
  }

  /** A step, with numbers that say which of the things at hand it concerns. */
  record Step(Op op, int some, int other) {}

  @Provide
  Arbitrary<Step> steps() {
    Arbitrary<Op> ops =
        Arbitraries.frequency(
            Tuple.of(8, Op.SUBMIT),
            Tuple.of(8, Op.SUBMIT_ALONE),
            Tuple.of(8, Op.PASS),
            Tuple.of(1, Op.PASS_LONG),
            Tuple.of(16, Op.FINISH),
            Tuple.of(4, Op.FINISH_SOME),
            Tuple.of(6, Op.FAIL),
            Tuple.of(2, Op.FAIL_STORED),
            Tuple.of(1, Op.FORGET_RESULT),
            Tuple.of(8, Op.OPEN),
            Tuple.of(2, Op.REFUSE_OPEN),
            Tuple.of(2, Op.LOSE),
            Tuple.of(1, Op.GATE),
            Tuple.of(1, Op.PARTITIONS),
            Tuple.of(1, Op.STOP));
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 99).withoutEdgeCases();
    return Combinators.combine(ops, numbers, numbers).as(Step::new);
  }

  @Property(tries = 6_000)
  void eachRowIsAnsweredOnceWhateverHappens(
      @ForAll @IntRange(min = 1, max = 3) int connections,
      @ForAll @IntRange(min = 1, max = 12) int batchRows,
      @ForAll @Size(max = 100) List<@From("steps") Step> steps) {
    ModelLane lane =
        new ModelLane(
            new LaneLimits(
                40,
                6 << 20,
                batchRows,
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                batchRows == 3 ? LaneCore.TICK : Duration.ZERO),
            connections);
    int number = 0;
    for (Step step : steps) {
      int count = step.op == Op.SUBMIT ? step.some % 20 + 1 : 1;
      switch (step.op) {
        case SUBMIT, SUBMIT_ALONE -> {
          List<Item> rows = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            rows.add(item(number++, step.some + i, step.other + i));
          }
          lane.submit(rows, step.other % 2 == 0);
          lane.send();
        }
        case PASS -> lane.pass(Duration.ofMillis(step.some));
        case PASS_LONG -> lane.pass(Duration.ofMillis(step.some * 30L));
        case FINISH -> lane.finish(step.some);
        case FINISH_SOME -> lane.finish(step.some, step.other % 5);
        case FAIL -> lane.fail(step.some, FAILURES.get(step.other % FAILURES.size()), false);
        case FAIL_STORED -> lane.fail(step.some, step.other % 2 == 0 ? Kind.LOST : Kind.LATE, true);
        case FORGET_RESULT -> lane.forgetAResult(step.some);
        case OPEN -> lane.endOpening(step.some, true);
        case REFUSE_OPEN -> lane.endOpening(step.some, false);
        case LOSE -> lane.lose(step.some);
        case GATE -> lane.turnGate();
        case PARTITIONS -> lane.partitionsMade();
        case STOP -> lane.stop(Duration.ofMillis(step.some * 10L));
      }
    }
    lane.end();
  }

  /** Rows of three owners, every second one with one of four keys, some bad, some large. */
  private static Item item(int number, int some, int other) {
    return new Item(
        number,
        "owner-" + other % 3,
        some % 2 == 0 ? "key-" + other % 4 : "",
        some % 11 == 0 ? 1_500_000 : 1_000,
        some % 17 == 0 ? Flaw.BAD_DATA : some % 13 == 0 ? Flaw.REFUSED : Flaw.NONE);
  }
}
