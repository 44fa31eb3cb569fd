package io.leadgate.attack;

import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs one attack beside good leads: the good leads alone, then the attack, then the recovery.
 *
 * @param alone the time for which the good leads are measured alone
 * @param length the time of the attack, and of the stall of Postgres that is part of some attacks
 * @param after the longest time for which the good leads are watched after the attack; the trial
 *     ends earlier where the gateway has recovered
 */
public record Trial(Duration alone, Duration length, Duration after) {

  /** The time for which attackers may wait for their answers after Postgres goes on. */
  private static final Duration ANSWERS_MAX = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Runs the attack, and counts the acknowledged leads that have no row. */
  public Observed run(AttackedGateway gateway, Attack attack) {
    gateway.watch().reset();
    int acknowledgedBefore = gateway.goodLeads().acknowledged().size();
    long began = System.nanoTime();
    pass(alone);
    long attacked = System.nanoTime();
    if (attack.stalls()) {
      gateway.stallPostgres();
    }
    Optional<Duration> cpuBefore = gateway.cpu();
    Attackers attackers = gateway.attack(attack);
    long end;
    String gatewayCores;
    try (attackers) {
      pass(length);
      attackers.stopOpening();
      gatewayCores = cores(cpuBefore, gateway.cpu(), System.nanoTime() - attacked);
      end = System.nanoTime();
      if (attack.stalls()) {
        gateway.resumePostgres();
        end = System.nanoTime();
        Await.holds(ANSWERS_MAX, () -> attackers.unanswered() == 0);
      }
    } finally {
      gateway.resumePostgres();
    }
    long since = end;
    Await.holds(
        after.minusNanos(System.nanoTime() - end),
        PAUSE,
        () -> gateway.exitStatus().isPresent() || gateway.goodLeads().seen().recovered(since));
    long ended = System.nanoTime();
    Ledger ledger = new Ledger();
    ledger.add(gateway.goodLeads().acknowledged().stream().skip(acknowledgedBefore).toList());
    ledger.add(attackers.tally().acknowledged());
    return new Observed(
        attack,
        new Observed.Times(began, attacked, end, ended),
        gateway.goodLeads().seen(),
        gateway.exitStatus(),
        Duration.ofNanos(gateway.exitStatus().isPresent() ? gateway.endedAt() - attacked : 0),
        gateway.outOfMemoryErrors(),
        ledger.size(),
        ledger.lost(gateway.database()),
        gateway.watch().residentPeakBytes(),
        "%s%n    gateway: %s, %s cores; attackers' thread: %.2f cores"
            .formatted(
                attackers.tally(),
                gateway.watch(),
                gatewayCores,
                attackers.cpuNanos() / (double) length.toNanos()));
  }

  private static String cores(Optional<Duration> before, Optional<Duration> now, long nanos) {
    return now.filter(cpu -> before.isPresent())
        .map(cpu -> "%.2f".formatted(cpu.minus(before.orElseThrow()).toNanos() / (double) nanos))
        .orElse("no");
  }

  private static void pass(Duration time) {
    Await.holds(time, () -> false);
  }
}
