package io.leadgate.persistence.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Refusal;
import io.leadgate.persistence.lane.BatchFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests which rows are in a batch, and which rows are let in. */
class LaneRowsTest {

  private static final int BATCH = FakeLane.LIMITS.batchRows();
  private static final Duration SLOW = Duration.ofMillis(21);

  @Test
  void aBatchEndsAtItsBytes() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    lane.submit(lane.items(20, "a", 300_000));
    lane.send();

    assertThat(lane.last().rows()).hasSize(6);
    lane.submit(lane.items(1, "b", 3 << 20));
    while (lane.answers.size() < 21) {
      lane.commit(lane.last());
    }
    assertThat(lane.written)
        .extracting(Batch::rows)
        .allMatch(
            rows ->
                rows.size() == 1
                    || rows.stream().mapToLong(Item::bytes).sum() <= LaneLimits.BATCH_BYTES);
  }

  @Test
  void aSlowCommitHalvesTheNextBatchesAndFastCommitsLetThemGrow() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    lane.submit(lane.items(400, "a", 10));
    lane.send();
    assertThat(lane.last().rows()).hasSize(BATCH);
    lane.pass(Duration.ofMillis(501));
    lane.commit(lane.last());

    assertThat(lane.last().rows()).hasSize(BATCH / 2);
    lane.pass(Duration.ofMillis(5));
    lane.commit(lane.last());
    assertThat(lane.last().rows()).hasSize(BATCH / 2 + BATCH / 32);
  }

  @Test
  void aSlowCommitOfALoneRowChangesNothing() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    lane.submit(lane.items(1, "a", 10));
    lane.send();
    lane.submit(lane.items(400, "a", 10));
    lane.pass(Duration.ofSeconds(4));
    lane.commit(lane.last());

    assertThat(lane.last().rows()).hasSize(BATCH);
  }

  @Test
  void aBatchThatRanIntoATimeOutIsWrittenInHalves() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    lane.submit(lane.items(80, "a", 10));
    lane.send();
    lane.fail(lane.last(), Kind.LATE, "57014");
    lane.pass(Duration.ofMillis(20));
    lane.opening.forEach(lane::opened);

    assertThat(lane.last().rows()).hasSize(40);
    assertThat(lane.last().maybeStored()).isTrue();
    lane.commit(lane.last());
    assertThat(lane.last().rows()).hasSize(40);
    lane.commit(lane.last());
    assertThat(lane.answers).hasSize(80);
    assertThat(lane.core.isEmpty()).isTrue();
  }

  @Test
  void ownersTakeTurnsByBytes() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    lane.submit(lane.items(1, "first", 10));
    lane.send();
    lane.submit(lane.items(500, "greedy", 1_000));
    lane.submit(lane.items(30, "small", 1_000));
    lane.submit(lane.items(30, "large", 4_000));
    lane.commit(lane.last());

    assertThat(count(lane.last(), "greedy")).isBetween(50, 60);
    assertThat(count(lane.last(), "small")).isEqualTo(30);
    assertThat(count(lane.last(), "large")).isBetween(8, 14);
  }

  private static int count(Batch<Item, String> batch, String owner) {
    return (int) batch.rows().stream().filter(row -> row.owner().equals(owner)).count();
  }

  @Test
  void aGreedyOwnerLeavesRoomForOthers() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    for (int i = 0; i < 1_000; i++) {
      lane.submit(lane.items(1, "greedy", 10));
    }
    long accepted = lane.core.rows();
    lane.submit(lane.items(50, "other", 10));

    assertThat(accepted).isBetween(870L, 880L);
    assertThat(lane.core.rows()).isEqualTo(accepted + 50);
    assertThat(lane.answers.values()).containsOnly(Refusal.OVERLOADED.slug());
  }

  @Test
  void bytesAreBoundedLikeRows() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    for (int i = 0; i < 100; i++) {
      lane.submit(lane.items(1, "greedy", 100_000));
    }
    lane.submit(lane.items(1, "other", 1_000_000));
    lane.submit(lane.items(1, "third", 1_000_000));

    assertThat(lane.core.bytes()).isBetween(7L << 20, 8L << 20);
    assertThat(lane.answers.values()).containsOnly(Refusal.OVERLOADED.slug());
  }

  @Test
  void anArrayOfTheWholeBoundIsLetIntoAnEmptyLane() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    lane.submit(lane.items(1_000, "a", 10));

    assertThat(lane.core.rows()).isEqualTo(1_000);
  }

  @Test
  void aRowWaitsForTheEarlierRowWithItsKey() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 2);
    lane.submit(List.of(lane.item("a", "k", 10)));
    lane.send();
    Batch<Item, String> first = lane.last();
    lane.submit(List.of(lane.item("a", "k", 10), lane.item("a", "other", 10)));
    lane.pass(SLOW);

    assertThat(lane.last().rows()).extracting(Item::key).containsExactly("other");
    lane.fail(first, Kind.LOST, "IOException");
    lane.pass(Duration.ofMillis(20));
    lane.opening.forEach(lane::opened);
    assertThat(lane.last().rows()).isEqualTo(first.rows());
    lane.commit(lane.last());
    lane.pass(Duration.ofMillis(1));
    assertThat(lane.last().rows()).extracting(Item::number).containsExactly(1);
  }

  @Test
  void twinsOfOneTurnAreWrittenTogetherInTheirOrder() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 2);
    lane.submit(Stream.generate(() -> lane.item("a", "k", 10)).limit(3).toList());
    lane.send();

    assertThat(lane.last().rows()).extracting(Item::number).containsExactly(0, 1, 2);
  }

  @Test
  void aResultThatIsMissingIsAFailure() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    lane.submit(lane.items(2, "a", 10));
    lane.send();
    lane.carryOut(lane.core.committed(lane.last(), List.of(Item.STORED), lane.now));

    assertThat(lane.answers).isEmpty();
    lane.pass(Duration.ofMillis(20));
    assertThat(lane.written).hasSize(2);
    assertThat(lane.last().maybeStored()).isTrue();
  }
}
