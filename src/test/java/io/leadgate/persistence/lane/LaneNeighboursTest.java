package io.leadgate.persistence.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Refusal;
import io.leadgate.persistence.lane.Item.Flaw;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Tries what bad rows cost the rows beside them, on a healthy server that refuses the bad rows. */
class LaneNeighboursTest {

  private static final LaneLimits WIDE =
      new LaneLimits(
          10_000, 64 << 20, 512, Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ZERO);

  /** The time that the server takes for a statement. */
  private static final Duration STATEMENT = Duration.ofMillis(2);

  /** On a healthy server only the rows at fault are not stored, and the others wait for none. */
  @Property(tries = 500)
  void theRowsBesideBadRowsAreStoredSoon(
      @ForAll @IntRange(min = 1, max = 2) int connections,
      @ForAll @IntRange(min = 1, max = 300) int rows,
      @ForAll @Size(max = 5) Set<@IntRange(min = 0, max = 299) Integer> bad,
      @ForAll boolean isData) {
    ModelLane lane = new ModelLane(WIDE, connections);
    List<Item> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Flaw flaw = bad.contains(i) ? isData ? Flaw.BAD_DATA : Flaw.REFUSED : Flaw.NONE;
      all.add(new Item(i, "owner", "", 500, flaw));
    }
    Item late = Item.good(rows, "another owner");
    lane.submit(all, false);
    lane.send();
    lane.run(Duration.ofMillis(100), STATEMENT);
    lane.submit(List.of(late), false);
    lane.send();
    lane.run(Duration.ofMillis(900), STATEMENT);

    long badRows = all.stream().filter(row -> !row.isGood()).count();
    assertThat(all).filteredOn(Item::isGood).allMatch(lane::hasStored);
    assertThat(all)
        .filteredOn(Item::isBadData)
        .allMatch(row -> lane.answer(row).equals(Refusal.INVALID_LEAD.slug()));
    assertThat(lane.hasStored(late)).isTrue();
    assertThat(lane.statements()).isLessThan((int) (30 + rows + 50 * badRows));
    lane.end();
  }

  /** Most rows of the batch are bad, and each vendor beside the bad vendor has a single row. */
  @Property(tries = 200)
  void aVendorOfBadRowsAloneLeavesItsNeighboursAlone(
      @ForAll @IntRange(min = 1, max = 2) int connections,
      @ForAll @IntRange(min = 1, max = 300) int bad,
      @ForAll @IntRange(min = 1, max = 20) int good,
      @ForAll @IntRange(min = 0, max = 300) int before) {
    ModelLane lane = new ModelLane(WIDE, connections);
    List<Item> all = new ArrayList<>();
    for (int i = 0; i < bad + good; i++) {
      boolean isGood = i >= before % bad && i < before % bad + good;
      all.add(isGood ? Item.good(i, "owner-" + i) : Item.refused(i, "bad owner"));
    }
    lane.submit(all, false);
    lane.send();
    lane.run(Duration.ofSeconds(1), STATEMENT);

    assertThat(all).filteredOn(Item::isGood).allMatch(lane::hasStored);
    lane.end();
  }

  @Property(tries = 60)
  void aStreamOfBadRowsLeavesTheRowsBesideItAlone(
      @ForAll @IntRange(min = 1, max = 2) int connections,
      @ForAll @IntRange(min = 1, max = 5) int badOwners,
      @ForAll @IntRange(min = 1, max = 100) int percentBad,
      @ForAll @IntRange(min = 1, max = 40) int percentOfBadOwners,
      @ForAll long seed) {
    Random random = new Random(seed);
    ModelLane lane = new ModelLane(WIDE, connections);
    ArrayDeque<Item> expected = new ArrayDeque<>();
    List<Item> goodOfBadOwners = new ArrayList<>();
    int rowsOfStep = 10;
    int stepsOfSecond = 50;
    for (int step = 0; step < 12 * stepsOfSecond; step++) {
      List<Item> rows = new ArrayList<>();
      for (int i = 0; i < rowsOfStep; i++) {
        int number = step * rowsOfStep + i;
        if (random.nextInt(100) >= percentOfBadOwners) {
          rows.add(Item.good(number, "owner-" + random.nextInt(10)));
          expected.add(rows.getLast());
        } else {
          String owner = "bad owner " + random.nextInt(badOwners);
          boolean isBad = random.nextInt(100) < percentBad;
          rows.add(isBad ? Item.refused(number, owner) : Item.good(number, owner));
          goodOfBadOwners.addAll(isBad ? List.of() : List.of(rows.getLast()));
        }
      }
      lane.submit(rows, false);
      lane.send();
      lane.run(Duration.ofSeconds(1).dividedBy(stepsOfSecond), STATEMENT);
      int lastOfSecondBefore = (step - stepsOfSecond) * rowsOfStep;
      while (!expected.isEmpty() && expected.element().number() < lastOfSecondBefore) {
        Item row = expected.remove();
        assertThat(lane.hasStored(row)).as("%s, step %d", row, step).isTrue();
      }
    }
    lane.run(WIDE.waitMax(), STATEMENT);
    if (percentBad <= 50) {
      // A row may end at its deadline if each of its batches had a bad row of the same vendor.
      long notStored = goodOfBadOwners.stream().filter(row -> !lane.hasStored(row)).count();
      assertThat(notStored).isLessThanOrEqualTo(Math.ceilDiv(goodOfBadOwners.size(), 100));
    }
    lane.end();
  }

  /** The rows that fail alone are tried again until their deadline, but not all the time. */
  @Example
  void manyRowsThatFailAloneCostFewStatementsASecond() {
    ModelLane lane = new ModelLane(WIDE, 1);
    List<Item> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(i % 3 == 0 ? Item.refused(i, "owner") : Item.good(i, "owner"));
    }
    lane.submit(rows, false);
    lane.send();
    lane.run(Duration.ofSeconds(2), STATEMENT);
    int before = lane.statements();
    lane.run(Duration.ofSeconds(1), STATEMENT);

    assertThat(lane.statements() - before).isBetween(5, 25);
    lane.end();
  }
}
