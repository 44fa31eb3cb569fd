package io.leadgate.faults;

import io.leadgate.attack.Addresses;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fills a heap of 64 MiB with strangers' connections and request heads. */
@Tag("faults")
class HeaderFloodSpec {

  private static final Duration LENGTH = Duration.ofSeconds(3);
  private static final UnderAttack GATEWAY = UnderAttack.smallHeap();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void headsOfTinyLinesLeaveRoomForGoodLeads() {
    GATEWAY.assertGoodLeadsGoOn(LENGTH, attacks -> attacks.headerLines(600, 8000, Addresses.ONE));
  }

  @Test
  void longHeadsLeaveRoomForGoodLeads() {
    GATEWAY.assertGoodLeadsGoOn(LENGTH, attacks -> attacks.longHeads(1500, 16_000, Addresses.ONE));
  }

  @Test
  void silentConnectionsFromManyAddressesLeaveRoomForGoodLeads() {
    GATEWAY.assertGoodLeadsGoOn(LENGTH, attacks -> attacks.silent(4000, Addresses.MANY));
  }

  @Test
  void largeHeadsWithSlowBodiesLeaveRoomForGoodLeads() {
    GATEWAY.assertGoodLeadsGoOn(LENGTH, attacks -> attacks.slowBodies(1500, Addresses.ONE));
  }
}
