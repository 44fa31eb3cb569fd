package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Posts leads without a pause while Redis hangs or is stopped, every third lead with a token that
 * no node has seen. The gateway takes at least half as many leads as before, and refuses no lead.
 */
@Tag("faults")
class RedisLoadSpec {

  private static final int VENDORS = 8;
  private static final Duration WINDOW = Duration.ofSeconds(3);

  /** The number of windows for which the fault is watched, from its first moment on. */
  private static final int WINDOWS = 3;

  private static final RedisNode NODE = RedisNode.start();

  private final RedisNode.Tokens tokens = NODE.tokens();

  @AfterAll
  static void stop() {
    NODE.close();
  }

  @Test
  void gatewayKeepsHalfItsRateWhileRedisHangs() {
    assertHalfTheRateIsKept(NODE.redis()::freeze, NODE.redis()::thaw);
  }

  @Test
  void gatewayKeepsHalfItsRateWhileRedisIsStopped() {
    assertHalfTheRateIsKept(NODE.redis()::stop, NODE.redis()::start);
  }

  private void assertHalfTheRateIsKept(Runnable fault, Runnable mend) {
    try (Vendors vendors =
        Vendors.start(
            VENDORS,
            number -> tokens.vendor(number % 3 == 0 ? tokens.stranger() : tokens.used),
            tokens.campaign)) {
      vendors.awaitAcknowledged(1_000);
      long before = vendors.acknowledgedWithin(WINDOW);
      fault.run();
      long during = vendors.acknowledgedWithin(WINDOW.multipliedBy(WINDOWS));
      NODE.awaitRedis("down");
      mend.run();
      NODE.awaitRedis("up");
      vendors.awaitAcknowledged(50);
      vendors.stop();

      assertThat(before).isPositive();
      assertThat(during).isGreaterThanOrEqualTo(before * WINDOWS / 2);
      assertThat(vendors.posts()).allMatch(Vendors.Post::acknowledged);
      vendors.assertNothingAcknowledgedIsLost(NODE.fixtures());
    }
    tokens.assertRedisIsUsedAgain();
  }
}
