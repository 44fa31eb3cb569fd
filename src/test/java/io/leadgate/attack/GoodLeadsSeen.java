package io.leadgate.attack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The good leads that have ended, and figures of their outcomes. Times are in nanoTime.
 *
 * @param oldestUnderWay the due time of the lead that has waited longest for its answer;
 *     Long.MAX_VALUE where no lead waits
 */
record GoodLeadsSeen(List<GoodLead> leads, long oldestUnderWay) {

  /** A lead that was due within this time before the end may still be under way. */
  static final Duration LEAD_TIME_MAX = Duration.ofMillis(1500);

  /**
   * The stored leads that were due in that time, per second. A lead counts where it was due,
   * because a lead that ended later than usual says something about latency, and nothing about the
   * rate.
   */
  double rate(long from, long to) {
    return due(from, to).filter(GoodLead::isStored).count() * 1e9 / (to - from);
  }

  /** The number of leads that were due in that time, by outcome. */
  Map<String, Long> outcomes(long from, long to) {
    Map<String, Long> outcomes = new TreeMap<>();
    due(from, to).forEach(lead -> outcomes.merge(lead.outcome(), 1L, Long::sum));
    return outcomes;
  }

  /** The latency, at that percentile, of the stored leads that were due in that time. */
  Duration latency(double percentile, long from, long to) {
    long[] nanos =
        due(from, to)
            .filter(GoodLead::isStored)
            .mapToLong(lead -> lead.ended() - lead.due())
            .sorted()
            .toArray();
    return nanos.length == 0
        ? Duration.ZERO
        : Duration.ofNanos(nanos[(int) Math.ceil(percentile / 100 * nanos.length) - 1]);
  }

  /** The time from an instant to the due time of the last lead not stored within a second. */
  Duration recoveryTime(long since) {
    return Duration.ofNanos(
        leads.stream()
            .filter(lead -> !lead.isStoredPromptly())
            .mapToLong(lead -> lead.due() - since)
            .filter(after -> after > 0)
            .max()
            .orElse(0));
  }

  /**
   * Whether {@link #LEAD_TIME_MAX} has passed since the last lead behind that instant that was not
   * stored within a second, and no lead waits for longer.
   */
  boolean recovered(long since) {
    long clean = System.nanoTime() - LEAD_TIME_MAX.toNanos();
    return clean - since >= recoveryTime(since).toNanos() && oldestUnderWay >= clean;
  }

  /** The number of matching leads that ended in that time. */
  long ended(long from, long to, Predicate<GoodLead> isCounted) {
    return leads.stream()
        .filter(lead -> lead.ended() - from >= 0 && lead.ended() - to < 0)
        .filter(isCounted)
        .count();
  }

  private Stream<GoodLead> due(long from, long to) {
    return leads.stream().filter(lead -> lead.due() - from >= 0 && lead.due() - to < 0);
  }
}
