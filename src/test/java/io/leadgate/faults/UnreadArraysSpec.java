package io.leadgate.faults;

import io.leadgate.attack.Addresses;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sends small arrays and leaves their large answers unread, at a heap of 64 MiB. */
@Tag("faults")
class UnreadArraysSpec {

  private static final Duration LENGTH = Duration.ofSeconds(4);
  private static final UnderAttack GATEWAY = UnderAttack.smallHeap();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void unreadAnswersToVendorsLeaveRoomForGoodLeads() {
    GATEWAY.assertGoodLeadsGoOn(LENGTH, attacks -> attacks.unreadArrays(100, Addresses.ONE));
  }

  @Test
  void unreadAnswersToStrangersLeaveRoomForGoodLeads() {
    GATEWAY.assertGoodLeadsGoOn(
        LENGTH, attacks -> attacks.unreadArraysOfStrangers(100, Addresses.MANY));
  }
}
