package io.leadgate.reconcile;

import io.leadgate.domain.Coded;
import io.leadgate.telemetry.LeadOutcome;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The counts of a node since its start: each lead that came has one outcome in the end.
 *
 * @param start the start of the node
 * @param received the leads that came
 * @param outcomes the leads that have an outcome
 */
public record NodeCounts(Instant start, long received, Map<LeadOutcome, Long> outcomes) {

  private static final Pattern SERIES =
      Pattern.compile(
          "(process_start_time_seconds|leadgate_leads_received_total"
              + "|leadgate_leads_total\\{outcome=\"([a-z]+)\"}) ([0-9.eE+]+)");

  /** Reads a node's metrics; empty if they are not of a gateway. */
  public static Optional<NodeCounts> parse(String metrics) {
    Optional<Instant> start = Optional.empty();
    Optional<Long> received = Optional.empty();
    Map<LeadOutcome, Long> outcomes = new EnumMap<>(LeadOutcome.class);
    for (String line : metrics.lines().toList()) {
      Matcher series = SERIES.matcher(line.strip());
      if (!series.matches()) {
        continue;
      }
      double value = Double.parseDouble(series.group(3));
      if (series.group(1).startsWith("process")) {
        start = Optional.of(Instant.ofEpochMilli((long) (value * 1000)));
      } else if (series.group(2) == null) {
        received = Optional.of((long) value);
      } else {
        Coded.find(LeadOutcome.class, series.group(2))
            .ifPresent(outcome -> outcomes.put(outcome, (long) value));
      }
    }
    return start.isPresent()
            && received.isPresent()
            && outcomes.size() == LeadOutcome.values().length
        ? Optional.of(new NodeCounts(start.get(), received.get(), outcomes))
        : Optional.empty();
  }

  /** The counts of two nodes together, since the earlier start. */
  public NodeCounts plus(NodeCounts other) {
    Map<LeadOutcome, Long> sums = new EnumMap<>(outcomes);
    other.outcomes.forEach((outcome, leads) -> sums.merge(outcome, leads, Long::sum));
    return new NodeCounts(
        start.isBefore(other.start) ? start : other.start, received + other.received, sums);
  }

  public long of(LeadOutcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** The leads that have an outcome. */
  public long ended() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The leads that came and have no outcome yet. */
  public long underWay() {
    return received - ended();
  }

  /** The equation that holds: what came, and what became of it. */
  public String equation() {
    String sum =
        Stream.of(LeadOutcome.values())
            .map(outcome -> "%d %s".formatted(of(outcome), outcome.code()))
            .collect(Collectors.joining(" + "));
    return underWay() == 0
        ? "%d received = %s".formatted(received, sum)
        : "%d received = %s + %d under way".formatted(received, sum, underWay());
  }
}
