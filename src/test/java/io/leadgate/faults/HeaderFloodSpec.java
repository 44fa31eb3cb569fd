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

/** Strangers who fill the memory with connections and with heads, at a heap of 64 MiB. */
class HeaderFloodSpec {

  private static final Duration LENGTH = Duration.ofSeconds(3);

  /** Loose, because other tests share the cores. */
  private static final double KEPT_MIN = 0.5;

  private static final SmallHeap GATEWAY = SmallHeap.onSharedPostgres();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void headsOfTinyLinesLeaveRoomForGoodLeads() {
    assertGoodLeadsGoOn(attacks -> attacks.headerLines(600, 8000, Addresses.ONE));
  }

  @Test
  void longHeadsLeaveRoomForGoodLeads() {
    assertGoodLeadsGoOn(attacks -> attacks.longHeads(1500, 16_000, Addresses.ONE));
  }

  @Test
  void silentConnectionsFromManyAddressesLeaveRoomForGoodLeads() {
    assertGoodLeadsGoOn(attacks -> attacks.silent(4000, Addresses.MANY));
  }

  @Test
  void largeHeadsWithSlowBodiesLeaveRoomForGoodLeads() {
    assertGoodLeadsGoOn(attacks -> attacks.slowBodies(1500, Addresses.ONE));
  }

  private static void assertGoodLeadsGoOn(Function<Attacks, Attack> attack) {
    Observed observed = GATEWAY.under(LENGTH, attack);

    SmallHeap.assertGotOver(observed);
    assertThat(observed.kept()).as("kept: %s", observed).isGreaterThan(KEPT_MIN);
  }
}
