package io.leadgate.persistence.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Refusal;
import io.leadgate.persistence.lane.BatchFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how soon rows are stored once they can be stored, against a model of the server. */
class LaneRecoveryTest {

  private static final LaneLimits LIMITS =
      new LaneLimits(
          20_000, 64 << 20, 512, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ZERO);

  private static final Duration STATEMENT = Duration.ofMillis(2);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ModelLane lane = new ModelLane(LIMITS, 2);
  private int numbers;

  private List<Item> good(int rows, int owners) {
    List<Item> good = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      good.add(Item.good(numbers++, "owner-" + i % owners));
    }
    return good;
  }

  private Item bad(String owner) {
    return Item.refused(numbers++, owner);
  }

  private static List<Item> with(List<Item> rows, int place, Item row) {
    List<Item> all = new ArrayList<>(rows);
    all.add(place, row);
    return all;
  }

  private void submit(List<Item> rows) {
    lane.submit(rows, false);
    lane.send();
  }

  private void run(Duration time) {
    lane.run(time, STATEMENT);
  }

  @Test
  void rowsThatHaveFailedAloneAreStoredSoonAfterTheirCauseIsGone() {
    List<Item> rows = good(200, 1);
    for (int i = 0; i < 200; i++) {
      rows.add(i * 2, bad("owner-0"));
    }
    submit(rows);
    run(Duration.ofMillis(2_500));
    lane.server.refuses = row -> false;
    run(Duration.ofMillis(1_500));

    assertThat(rows).allMatch(lane::hasStored);
    lane.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 512, 515, 2_000})
  void aBrokenSchemaStoresAllRowsSoonAfterItIsMended(int count) {
    for (int owners : new int[] {1, 3, 50}) {
      LaneRecoveryTest test = new LaneRecoveryTest();
      test.lane.server.refuses = row -> true;
      List<Item> rows = test.good(count, owners);
      test.submit(rows);
      test.run(Duration.ofSeconds(3));
      test.lane.server.refuses = row -> false;
      test.run(Duration.ofSeconds(2));

      assertThat(rows).as("%d owners", owners).allMatch(test.lane::hasStored);
      test.lane.end();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50})
  void aStreamIntoABrokenSchemaCostsFewStatementsAndIsStoredOnceItIsMended(int owners) {
    lane.server.refuses = row -> true;
    List<Item> rows = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      List<Item> some = good(2, owners);
      rows.addAll(some);
      submit(some);
      run(Duration.ofMillis(20));
    }
    int statements = lane.statements();
    lane.server.refuses = row -> false;
    run(Duration.ofMillis(1_500));

    assertThat(statements).isLessThan(rows.size());
    assertThat(rows).allMatch(lane::hasStored);
    lane.end();
  }

  /** The commits before the fail-over say nothing about the rows that fail after it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void aFailOverWhileBadRowsAreSoughtIsNoFaultOfTheOtherRows(int owners) {
    List<Item> rows = good(500, owners);
    List<Item> all = new ArrayList<>(rows);
    for (int i = 0; i < 8; i++) {
      all.add(i * 60 + 30, bad("owner-0"));
    }
    for (int millis = 20; millis < 300; millis += 40) {
      LaneRecoveryTest test = new LaneRecoveryTest();
      test.submit(all);
      test.run(Duration.ofMillis(millis));
      test.lane.server.refuses = row -> true;
      test.run(Duration.ofSeconds(3));
      test.lane.server.refuses = Item::isRefused;
      test.run(Duration.ofMillis(1_500));

      assertThat(rows).as("after %d ms", millis).allMatch(test.lane::hasStored);
      test.lane.end();
    }
  }

  private void assertOnlyTheBadRowWaits(int owners, int millis) {
    List<Item> rows = good(299, owners);
    submit(with(rows, 150, bad("owner-0")));
    run(SECOND);

    assertThat(rows).as("after %d ms", millis).allMatch(lane::hasStored);
    lane.end();
  }

  @Test
  void aBadRowOfAVendorDelaysItsLaterRowsLittle() {
    for (int millis = 0; millis < 9_000; millis += 300) {
      LaneRecoveryTest test = new LaneRecoveryTest();
      test.submit(List.of(test.bad("owner-0")));
      test.run(Duration.ofMillis(millis));
      test.assertOnlyTheBadRowWaits(1, millis);
    }
  }

  @Test
  void badVendorsInAQuietLaneDelayOtherVendorsLittle() {
    for (int millis = 0; millis < 9_000; millis += 300) {
      LaneRecoveryTest test = new LaneRecoveryTest();
      List<Item> first = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        first.add(test.bad("bad owner " + i % 5));
      }
      test.submit(first);
      test.run(Duration.ofMillis(millis));
      test.assertOnlyTheBadRowWaits(10, millis);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRowThatEndsItsSessionTakesFewOthersWithIt(boolean isApart) {
    if (isApart) {
      submit(List.of(bad("owner-0")));
      run(Duration.ofMillis(300));
    }
    List<Item> rows = good(300, 1);
    int last = rows.get(150).number();
    lane.server.endsSession = row -> row.number() == last;
    submit(rows);
    run(Duration.ofSeconds(4));

    assertThat(rows).filteredOn(row -> row.number() != last).allMatch(lane::hasStored);
    lane.end();
  }

  /** The next try begins with other rows than those that have just failed. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void goodRowsBehindAsManyBadRowsAsEndATransactionAreStored(int owners) {
    List<Item> rows = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rows.add(bad("owner-" + i % owners));
    }
    List<Item> good = good(64, owners);
    rows.addAll(good);
    submit(rows);
    run(SECOND);

    assertThat(good).allMatch(lane::hasStored);
    lane.end();
  }

  @Test
  void manyRowsWithBadDataAreAllRefusedAndTheGoodRowBehindThemIsStored() {
    List<Item> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(new Item(numbers++, "owner-0", "", 500, Item.Flaw.BAD_DATA));
    }
    rows.addAll(good(1, 1));
    submit(rows);
    run(SECOND);

    assertThat(rows)
        .allMatch(
            row ->
                row.isGood()
                    ? lane.hasStored(row)
                    : lane.answer(row).equals(Refusal.INVALID_LEAD.slug()));
    lane.end();
  }

  @Test
  void partitionsAreAskedForAgainWhereTheyCouldNotBeMade() {
    lane.server.lacksPartition = row -> true;
    submit(good(10, 1));
    run(Duration.ofMillis(20));
    lane.partitionsMade();
    run(Duration.ofSeconds(5));

    assertThat(lane.partitionsAsked()).isBetween(2, 10);
    lane.end();
  }

  @Test
  void aVendorThatIsApartHasItsTurnsBesideBatchesWithBadData() {
    submit(List.of(bad("apart"), Item.good(numbers++, "apart")));
    run(Duration.ofMillis(300));
    List<Item> ofApart = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<Item> some = good(60, 10);
      some.add(new Item(numbers++, "owner-0", "", 500, Item.Flaw.BAD_DATA));
      ofApart.add(Item.good(numbers++, "apart"));
      some.add(ofApart.getLast());
      submit(some);
      run(Duration.ofMillis(20));
    }
    run(SECOND);

    assertThat(ofApart).allMatch(lane::hasStored);
    lane.end();
  }

  @Test
  void rowsWithoutAPartitionCostFewStatements() {
    lane.server.lacksPartition = row -> row.number() % 2 == 0;
    List<Item> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      List<Item> some = good(2, 1);
      rows.addAll(some);
      submit(some);
      run(Duration.ofMillis(20));
      lane.partitionsMade();
    }

    assertThat(lane.statements()).isLessThan(2 * rows.size());
    assertThat(lane.partitionsAsked()).isBetween(1, 10);
    assertThat(rows.subList(0, 700))
        .filteredOn(row -> row.number() % 2 == 1)
        .allMatch(lane::hasStored);
    lane.end();
  }

  @Test
  void aBatchThatIsRefusedTwiceForDifferentCausesIsWrittenOneByOne() {
    FakeLane fake = FakeLane.open(FakeLane.LIMITS, 1);
    fake.submit(fake.items(50, "a", 10));
    fake.send();
    fake.fail(fake.last(), Kind.REFUSED, "P0001");
    fake.pass(SECOND);
    fake.fail(fake.last(), Kind.REFUSED, "40001");

    assertThat(fake.last().isOneByOne()).isTrue();
  }

  /** A pass over the queue for each twin would hold the event loop. */
  @Test
  void manyTwinsGoBackToALongQueueInOrder() {
    FakeLane fake = FakeLane.open(LIMITS, 1);
    List<Item> rows = new ArrayList<>();
    for (int i = 0; i < 1_024; i++) {
      rows.add(fake.item("a", "key-" + i % 512, 10));
    }
    rows.addAll(fake.items(9_000, "a", 10));
    fake.submit(rows);
    fake.send();
    fake.commit(fake.last());

    while (!fake.core.isEmpty()) {
      fake.commit(fake.last());
    }
    List<Integer> written =
        fake.writtenRows.stream().flatMap(List::stream).map(Item::number).toList();
    assertThat(written).isSorted().hasSize(rows.size());
  }
}
