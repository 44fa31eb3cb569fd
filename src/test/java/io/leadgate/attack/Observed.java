package io.leadgate.attack;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The result of an attack: outcomes of good leads, the state of the process, and lost leads.
 *
 * @param exitStatus the exit status of the gateway's process; empty while the process lives
 * @param exitAfter the time from the attack's begin to the end of the process; 0 while the process
 *     lives
 * @param acknowledged the number of acknowledged leads, those of attackers included
 * @param lost the number of acknowledged leads that have no row
 * @param residentPeakBytes the largest resident size of the process since its start
 * @param more further figures, as text
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
    long residentPeakBytes,
    String more) {

  /**
   * The phases, in nanoTime.
   *
   * @param began the begin of the good leads alone
   * @param attacked the begin of the attack
   * @param end the end of the attack
   * @param ended the end of the observation
   */
  record Times(long began, long attacked, long end, long ended) {}

  public double rateAlone() {
    return goodLeads.rate(times.began(), times.attacked());
  }

  public double rateBeside() {
    return goodLeads.rate(times.attacked(), times.end());
  }

  /** The rate of good leads beside the attack, as a part of their rate alone. */
  public double kept() {
    return rateBeside() / rateAlone();
  }

  /** The due time, after the attack's end, of the last good lead not stored within a second. */
  public Duration recoveryTime() {
    return goodLeads.recoveryTime(times.end());
  }

  /** Whether the process lives, and good leads are stored within a second again by that time. */
  public boolean hasRecovered(Duration soon) {
    return exitStatus.isEmpty() && recoveryTime().compareTo(soon) <= 0;
  }

  /** {@link #hasRecovered} in words. */
  String recovery() {
    if (exitStatus.isPresent()) {
      return "the process ended with status %d %.1f s after the attack began"
          .formatted(exitStatus.getAsInt(), exitAfter.toMillis() / 1e3);
    }
    Duration watched = Duration.ofNanos(times.ended() - times.end());
    return recoveryTime().compareTo(watched.minus(GoodLeadsSeen.LEAD_TIME_MAX)) > 0
        ? "not recovered within %.1f s after the end".formatted(watched.toMillis() / 1e3)
        : "recovered %.1f s after the end".formatted(recoveryTime().toMillis() / 1e3);
  }

  /**
   * The number of good leads that were sent and had a wrong answer. Right answers are 201, and also
   * 503 with Retry-After from the attack's begin until soon after its end. Counts at most one lead
   * that is still unanswered.
   */
  public long wronglyAnswered(Duration soon) {
    long putOffMax = times.end() + soon.toNanos();
    return goodLeads.ended(
            times.began(), times.attacked(), lead -> lead.wasSent() && !lead.isStored())
        + goodLeads.ended(
            times.attacked(),
            times.ended(),
            lead ->
                lead.wasSent()
                    && !lead.isStored()
                    && !(lead.isPutOff() && lead.ended() <= putOffMax))
        + (goodLeads.oldestUnderWay() < times.end() ? 1 : 0);
  }

  public Map<String, Long> outcomesBeside() {
    return goodLeads.outcomes(times.attacked(), times.end());
  }

  /** The figures in some lines of text. */
  @Override
  public String toString() {
    return """
        %s: %s, %d OutOfMemoryErrors logged
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
            recovery(),
            more,
            acknowledged,
            lost);
  }
}
