package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.attack.Addresses;
import io.leadgate.attack.Attack;
import io.leadgate.attack.Attacks;
import io.leadgate.attack.Observed;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Small arrays whose large answers nobody reads, at a heap of 64 MiB. */
class UnreadArraysSpec {

  private static final Duration LENGTH = Duration.ofSeconds(4);

  /** Loose, because other tests share the cores. */
  private static final double KEPT_MIN = 0.5;

  private static final SmallHeap GATEWAY = SmallHeap.onSharedPostgres();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void unreadAnswersToVendorsLeaveRoomForGoodLeads() {
    assertGoodLeadsGoOn(attacks -> attacks.unreadArrays(100, Addresses.ONE));
  }

  @Test
  void unreadAnswersToStrangersLeaveRoomForGoodLeads() {
    assertGoodLeadsGoOn(attacks -> attacks.unreadArraysOfStrangers(100, Addresses.MANY));
  }

  private static void assertGoodLeadsGoOn(Function<Attacks, Attack> attack) {
    Observed observed = GATEWAY.under(LENGTH, attack);

    SmallHeap.assertGotOver(observed);
    assertThat(observed.kept()).as("kept: %s", observed).isGreaterThan(KEPT_MIN);
  }
}
