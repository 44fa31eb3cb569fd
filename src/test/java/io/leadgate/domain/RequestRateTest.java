package io.leadgate.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests the rate with a clock that the test sets. */
class RequestRateTest {

  private static final int BYTES_OF_ONE = 1 << 16;

  private final RequestRate rate = new RequestRate(10, 0);
  private long now;

  @Test
  void aFullBucketTakesTheRequestsOfOneSecond() {
    assertThat(taken(1, 20)).isEqualTo(10);
  }

  @Test
  void theBucketRefillsAtItsRateUpToOneSecond() {
    taken(1, 10);
    now += Duration.ofMillis(99).toNanos();
    assertThat(taken(1, 1)).isZero();
    now += Duration.ofMillis(2).toNanos();
    assertThat(taken(1, 2)).isEqualTo(1);
    now += Duration.ofHours(1).toNanos();
    assertThat(taken(1, 20)).isEqualTo(10);
  }

  @Test
  void manyShortWaitsRefillAsMuchAsOneLongWait() {
    taken(1, 10);
    int taken = 0;
    for (int i = 0; i < 1_010; i++) {
      now += Duration.ofMillis(1).toNanos();
      taken += taken(1, 1);
    }
    assertThat(taken).isEqualTo(10);
  }

  @Test
  void eachStarted64KiBCostsAsMuchAsARequest() {
    assertThat(taken(BYTES_OF_ONE, 20)).isEqualTo(10);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(taken(BYTES_OF_ONE + 1, 20)).isEqualTo(5);
    now += Duration.ofSeconds(1).toNanos();
    assertThat(taken(0, 20)).isEqualTo(10);
  }

  @Test
  void aFullBucketTakesALargeBodyThatLaterRequestsPayFor() {
    assertThat(taken(16 * BYTES_OF_ONE, 2)).isEqualTo(1);
    now += Duration.ofMillis(690).toNanos();
    assertThat(taken(1, 1)).isZero();
    now += Duration.ofMillis(20).toNanos();
    assertThat(taken(1, 2)).isEqualTo(1);
  }

  @Test
  void aRateOfZeroTakesNoRequest() {
    RequestRate none = new RequestRate(0, 0);

    assertThat(none.takes(0, Duration.ofHours(1).toNanos())).isFalse();
  }

  private int taken(int bytes, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += rate.takes(bytes, now) ? 1 : 0;
    }
    return taken;
  }
}
