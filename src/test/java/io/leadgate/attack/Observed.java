package io.leadgate.attack;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What was seen of an attack.
 *
 * @param exitStatus of the gateway's process; empty while that lives
 * @param exitAfter how long after the attack's begin it ended, where it has ended
 * @param acknowledged how many leads were acknowledged, the attackers' too
 * @param lost how many of these are in no row
 * @param more for the reader
 */
public record Observed(
    Attack attack,
    Times times,
    GoodLeadsSeen goodLeads,
    OptionalInt exitStatus,
    Duration exitAfter,
    long outOfMemoryErrors,
    int acknowledged,
    long lost,
    String more) {

  /** What was due in that time may have to be waited for yet. */
  private static final Duration MAYBE_WELL = Duration.ofMillis(1500);

  private static final Duration SOON = Duration.ofSeconds(2);

  /** When the measurement, the attack, what comes after it, and all began or ended: of nanoTime. */
  record Times(long began, long attacked, long end, long ended) {}

  public double rateAlone() {
    return goodLeads.rate(times.began(), times.attacked());
  }

  public double rateBeside() {
    return goodLeads.rate(times.attacked(), times.end());
  }

  /** What the good leads kept of their rate. */
  public double kept() {
    return rateBeside() / rateAlone();
  }

  /** How long after the attack the last good lead was due that was not stored within a second. */
  public Duration wellAfter() {
    return goodLeads.wellAfter(times.end());
  }

  /** Whether the process lives, and good leads are well for as long as they were looked at. */
  public boolean isWell(Duration soon) {
    return exitStatus.isEmpty() && wellAfter().compareTo(soon) <= 0;
  }

  /** The same in words. */
  String well() {
    if (exitStatus.isPresent()) {
      return "the process ended with status %d %.1f s after the attack began"
          .formatted(exitStatus.getAsInt(), exitAfter.toMillis() / 1e3);
    }
    Duration watched = Duration.ofNanos(times.ended() - times.end());
    return wellAfter().compareTo(watched.minus(MAYBE_WELL)) > 0
        ? "not well within %.1f s after the end".formatted(watched.toMillis() / 1e3)
        : "well again %.1f s after the end".formatted(wellAfter().toMillis() / 1e3);
  }

  /**
   * How many good leads were answered otherwise than with 201, or, from the attack's begin until
   * soon after its end, with a 503 and Retry-After. A lead that still waits then counts too.
   */
  public long wronglyAnswered() {
    long soon = times.end() + SOON.toNanos();
    return goodLeads.ended(times.began(), times.attacked(), lead -> !lead.isStored())
        + goodLeads.ended(
            times.attacked(),
            times.ended(),
            lead ->
                !lead.isStored()
                    && lead.status() != GoodLead.NOT_SENT
                    && !(lead.isPutOff() && lead.ended() <= soon))
        + (goodLeads.oldestUnderWay() < times.end() ? 1 : 0);
  }

  public Map<String, Long> outcomesBeside() {
    return goodLeads.outcomes(times.attacked(), times.end());
  }

  /** Some lines for a reader. */
  @Override
  public String toString() {
    return """
        %s: %s, %d OutOfMemoryErrors told
            good leads: %.0f/s alone, %.0f/s beside the attack, %.2f of that; %s
            p50 and p99 alone %d and %d ms, beside %d and %d ms; afterwards %s; %s
            attack: %s
            %,d leads acknowledged, %d of them lost"""
        .formatted(
            attack.name(),
            exitStatus.isEmpty() ? "lives" : "dead",
            outOfMemoryErrors,
            rateAlone(),
            rateBeside(),
            kept(),
            outcomesBeside(),
            goodLeads.latency(50, times.began(), times.attacked()).toMillis(),
            goodLeads.latency(99, times.began(), times.attacked()).toMillis(),
            goodLeads.latency(50, times.attacked(), times.end()).toMillis(),
            goodLeads.latency(99, times.attacked(), times.end()).toMillis(),
            goodLeads.outcomes(times.end(), times.ended()),
            well(),
            more,
            acknowledged,
            lost);
  }
}
