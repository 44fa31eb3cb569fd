package io.leadgate.faults;

import io.leadgate.attack.Addresses;
import io.leadgate.support.GatewayProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Attacks a gateway that has much less direct memory than heap, as a large container with the
 * options of the image has. Heads that are not complete and unread answers wait in direct memory.
 */
@Tag("faults")
class DirectMemorySpec {

  private static final Duration LENGTH = Duration.ofSeconds(5);
  private static final UnderAttack GATEWAY =
      UnderAttack.onOwnPostgres(
          environment ->
              GatewayProcess.start(environment, "-Xmx512m", "-XX:MaxDirectMemorySize=24m"));

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void headsOfOneLongLineFitDirectMemory() {
    GATEWAY.assertRecovered(LENGTH, attacks -> attacks.longHeads(4000, 16_000, Addresses.MANY));
  }

  @Test
  void headsWithSlowBodiesFitDirectMemory() {
    GATEWAY.assertRecovered(LENGTH, attacks -> attacks.slowBodies(4000, Addresses.MANY));
  }

  @Test
  void unreadAnswersToVendorsFitDirectMemory() {
    GATEWAY.assertRecovered(LENGTH, attacks -> attacks.unreadArrays(400, Addresses.MANY));
  }
}
