package io.leadgate.attack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Good leads that have ended, to be asked for what became of them. Times are of nanoTime.
 *
 * @param oldestUnderWay when that lead was due which has waited longest for its answer; the largest
 *     number where none waits
 */
record GoodLeadsSeen(List<GoodLead> leads, long oldestUnderWay) {

  /** The leads a second that were stored in that time. */
  double rate(long from, long to) {
    long stored =
        leads.stream()
            .filter(GoodLead::isStored)
            .filter(lead -> lead.ended() - from >= 0 && lead.ended() - to < 0)
            .count();
    return stored * 1e9 / (to - from);
  }

  /** How many of those that were due in that time came to what. */
  Map<String, Long> outcomes(long from, long to) {
    Map<String, Long> outcomes = new TreeMap<>();
    due(from, to).forEach(lead -> outcomes.merge(lead.outcome(), 1L, Long::sum));
    return outcomes;
  }

  /** How long a lead took that was due in that time and was stored, at that percentile. */
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

  /** How long after a time the last lead was due that was not stored within a second. */
  Duration wellAfter(long time) {
    return Duration.ofNanos(
        leads.stream()
            .filter(lead -> !lead.isWell())
            .mapToLong(lead -> lead.due() - time)
            .filter(after -> after > 0)
            .max()
            .orElse(0));
  }

  /** How many of those that ended in that time are such. */
  long ended(long from, long to, Predicate<GoodLead> such) {
    return leads.stream()
        .filter(lead -> lead.ended() - from >= 0 && lead.ended() - to < 0)
        .filter(such)
        .count();
  }

  private Stream<GoodLead> due(long from, long to) {
    return leads.stream().filter(lead -> lead.due() - from >= 0 && lead.due() - to < 0);
  }
}
