package io.leadgate.persistence.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.persistence.lane.BatchFailure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests when a lane writes a batch, and on which connection. */
class LaneConnectionsTest {

  private static final int BATCH = FakeLane.LIMITS.batchRows();
  private static final Duration SOON = Duration.ofMillis(3);
  private static final Duration SLOW = Duration.ofMillis(21);

  @Test
  void rowsGatherWhileABatchIsInFlight() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 2);
    lane.send();
    assertThat(lane.written).isEmpty();
    lane.submit(lane.items(1, "a", 10));
    lane.send();
    Batch<Item, String> first = lane.last();
    lane.submit(lane.items(BATCH - 1, "a", 10));
    lane.pass(SOON);

    assertThat(lane.written).hasSize(1);
    lane.commit(first);
    assertThat(lane.last().rows()).hasSize(BATCH - 1);
    assertThat(lane.last().connection()).isNotEqualTo(first.connection());
  }

  @Test
  void aFullBatchUsesASecondConnection() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 2);
    lane.submit(lane.items(1, "a", 10));
    lane.send();
    lane.submit(lane.items(BATCH, "a", 10));
    lane.send();

    assertThat(lane.written).hasSize(2);
    assertThat(lane.core.canSend()).isFalse();
    lane.submit(lane.items(BATCH, "a", 10));
    lane.pass(SLOW);
    assertThat(lane.written).hasSize(2);
  }

  @Test
  void aBatchThatIsFullOfBytesUsesASecondConnection() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 2);
    lane.submit(lane.items(1, "a", 10));
    lane.send();
    lane.submit(lane.items(3, "a", 1 << 20));
    lane.send();

    assertThat(lane.last().rows()).hasSize(2);
  }

  @Test
  void aHangingConnectionLeavesTheOtherConnectionInUse() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 2);
    lane.submit(lane.items(1, "a", 10));
    lane.send();
    lane.submit(lane.items(1, "a", 10));
    lane.pass(SLOW);
    Batch<Item, String> other = lane.last();
    lane.commit(other);
    lane.submit(lane.items(1, "a", 10));
    lane.send();

    assertThat(lane.written).hasSize(3);
    assertThat(lane.last().connection()).isEqualTo(other.connection());
  }

  @Test
  void aLoneRowOpensAConnectionAndIsWrittenOnceItIsOpen() {
    FakeLane lane = new FakeLane(FakeLane.LIMITS, 2);
    lane.submit(lane.items(1, "a", 10));
    lane.send();
    lane.send();

    assertThat(lane.opening).containsExactly(0);
    assertThat(lane.written).isEmpty();
    lane.opened(0);
    assertThat(lane.written).hasSize(1);
  }

  @Test
  void aConnectionThatCannotBeOpenedTakesNoRow() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 2);
    lane.carryOut(lane.core.lost(1, lane.now));
    for (int i = 0; i < 20; i++) {
      lane.submit(lane.items(1, "a", 10));
      lane.send();
      assertThat(lane.last().connection()).isZero();
      lane.submit(lane.items(1, "a", 10));
      lane.pass(SLOW); // Work is due beside the slow batch, so the other connection is opened.
      lane.opening.forEach(number -> lane.carryOut(lane.core.notOpened(number, "53300", lane.now)));
      lane.opening.clear();
      lane.commit(lane.last());
      lane.commit(lane.last());
    }

    assertThat(lane.written).hasSize(40).allMatch(batch -> batch.connection() == 0);
    assertThat(lane.answers).hasSize(40);
  }

  @Test
  void aConnectionIsOpenedBesideOneThatHangsWhileItIsOpened() {
    FakeLane lane = new FakeLane(FakeLane.LIMITS, 2);
    lane.submit(lane.items(1, "a", 10));
    lane.send();
    lane.pass(SLOW);

    assertThat(lane.opening).containsExactly(0, 1);
    lane.opened(1);
    assertThat(lane.last().connection()).isEqualTo(1);
  }

  @Test
  void theRowsOfALostConnectionAreWrittenOnTheOther() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 2);
    lane.submit(lane.items(5, "a", 10));
    lane.send();
    Batch<Item, String> lost = lane.last();
    lane.fail(lost, Kind.LOST, "IOException");
    lane.pass(Duration.ofMillis(20));

    assertThat(lane.last().rows()).isEqualTo(lost.rows());
    assertThat(lane.last().connection()).isNotEqualTo(lost.connection());
    assertThat(lane.last().maybeStored()).isTrue();
  }

  @Test
  void noBatchIsWrittenWhileTheGateIsClosed() {
    FakeLane lane = FakeLane.open(FakeLane.LIMITS, 1);
    lane.isGateOpen = false;
    lane.submit(lane.items(1, "a", 10));
    lane.send();
    lane.pass(SLOW);
    assertThat(lane.written).isEmpty();
    lane.isGateOpen = true;
    lane.pass(SLOW);

    assertThat(lane.written).hasSize(1);
  }
}
