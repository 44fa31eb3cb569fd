package io.leadgate.persistence.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Refusal;
import io.leadgate.persistence.lane.BatchFailure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests a lane whose server refuses batches. */
class LaneTrialTest {

  private static final int BATCH = FakeLane.LIMITS.batchRows();

  private final FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);

  /** Refuses all that is written until all rows are answered. */
  private void refuseUntilTheDeadline() {
    int done = 0;
    while (!lane.core.isEmpty()) {
      if (done < lane.written.size()) {
        Batch<Item, String> batch = lane.written.get(done);
        done++;
        lane.refuse(batch, "42501");
      } else {
        lane.pass(LaneCore.TICK);
      }
    }
  }

  @Test
  void aBrokenSchemaCostsFewStatements() {
    lane.submit(lane.items(BATCH, "a", 10));
    lane.send();
    refuseUntilTheDeadline();

    // Two tries, and then a transaction a second until the deadline after ten seconds.
    assertThat(lane.written).hasSizeBetween(8, 16);
    assertThat(lane.written).filteredOn(batch -> !batch.isOneByOne()).hasSize(2);
    assertThat(lane.answers.values()).containsOnly(Refusal.STORAGE_UNAVAILABLE.slug());
  }

  @Test
  void groupsThatFailAlikeAreWrittenTogetherUpToTheRowsOfABatch() {
    for (int i = 0; i < 5; i++) {
      lane.submit(lane.items(BATCH / 5 * 2, "a", 10));
      lane.send();
    }
    refuseUntilTheDeadline();

    assertThat(lane.writtenRows).allMatch(rows -> rows.size() <= BATCH);
    assertThat(lane.written).hasSizeLessThan(60);
    assertThat(lane.answers).hasSize(BATCH * 2);
  }

  @Test
  void groupsThatFailAlikeAreWrittenTogetherUpToTheBytesOfABatch() {
    for (int i = 0; i < 5; i++) {
      lane.submit(lane.items(5, "a", 300_000));
      lane.send();
    }
    refuseUntilTheDeadline();

    assertThat(lane.writtenRows)
        .allMatch(rows -> rows.stream().mapToLong(Item::bytes).sum() <= LaneLimits.BATCH_BYTES);
    assertThat(lane.answers).hasSize(25);
  }

  @Test
  void newRowsGatherWhileEveryBatchIsRefused() {
    int done = 0;
    for (int i = 0; i < 200; i++) {
      lane.submit(lane.items(1, "a", 10));
      lane.send();
      while (done < lane.written.size()) {
        lane.refuse(lane.written.get(done++), "42501");
      }
      lane.pass(Duration.ofMillis(5));
    }

    assertThat(lane.written).hasSizeLessThan(40);
  }

  /** The row beside it was at fault, and has become late meanwhile. */
  @Test
  void aRowThatIsAloneBecauseTheOthersWereLateIsNotRefused() {
    lane.submit(lane.items(1, "busy", 10));
    lane.send();
    lane.submit(lane.items(1, "bad", 10));
    lane.pass(Duration.ofSeconds(8));
    lane.submit(lane.items(1, "good", 10));
    lane.commit(lane.last());
    assertThat(lane.last().rows()).extracting(Item::owner).containsExactly("bad", "good");
    lane.pass(Duration.ofSeconds(3));
    lane.fail(lane.last(), Kind.DATA, "22P02");

    assertThat(lane.last().rows()).extracting(Item::owner).containsExactly("good");
    lane.commit(lane.last());
    assertThat(lane.answers)
        .containsEntry(1, Refusal.STORAGE_UNAVAILABLE.slug())
        .containsEntry(2, Item.STORED);
  }

  @Test
  void missingPartitionsAreMadeOnceAndTheRowsAreWrittenAgain() {
    lane.submit(lane.items(3, "a", 10));
    lane.send();
    lane.fail(lane.last(), Kind.NO_PARTITION, "23514");
    lane.pass(Duration.ofSeconds(2));
    assertThat(lane.written).hasSize(1);
    lane.carryOut(lane.core.partitionsMade(lane.now));
    lane.send();
    lane.fail(lane.last(), Kind.NO_PARTITION, "23514");
    lane.pass(Duration.ofMillis(100));

    assertThat(lane.partitionsAsked).isEqualTo(1);
    lane.commit(lane.last());
    assertThat(lane.answers.values()).containsOnly(Item.STORED).hasSize(3);
  }
}
