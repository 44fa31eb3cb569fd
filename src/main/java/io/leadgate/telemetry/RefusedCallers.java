package io.leadgate.telemetry;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tells of callers whose requests are refused often, because a caller with a fault in its program
 * does not read its answers, and an operator cannot see a caller in a metric. Counts the refusals
 * of each minute by caller and slug, and leaves out those that are the gateway's fault.
 * Thread-safe.
 */
final class RefusedCallers {

  /** Callers with more refusals in a minute are told of. */
  static final int TIMES_MAX = 60;

  /** The most callers that one minute tells of, those with the most refusals. */
  static final int CALLERS_TOLD_MAX = 20;

  /** The most entries of strangers, because anybody can come from ever new addresses. */
  static final int STRANGERS_MAX = 2_000;

  /** The strangers for which there is no entry, together. */
  static final Event.Caller OTHERS = new Event.Caller.Address("others");

  private static final int OURS_MIN = 500;

  private final InstantSource clock;

  /** By the number of the minute since 1970; those that are over are removed when told of. */
  private final ConcurrentMap<Long, Minute> minutes = new ConcurrentHashMap<>();

  private record Refusals(Event.Caller caller, String slug) {}

  private record Minute(
      ConcurrentMap<Refusals, Integer> ofClients, ConcurrentMap<Refusals, Integer> ofStrangers) {

    static Minute empty() {
      return new Minute(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    void count(Event.RequestRefused request) {
      request
          .client()
          .ifPresentOrElse(
              id -> count(ofClients, new Refusals(new Event.Caller.Client(id), request.slug())),
              () -> {
                Refusals refusals =
                    new Refusals(new Event.Caller.Address(request.network()), request.slug());
                boolean hasRoom =
                    ofStrangers.size() < STRANGERS_MAX || ofStrangers.containsKey(refusals);
                count(ofStrangers, hasRoom ? refusals : new Refusals(OTHERS, request.slug()));
              });
    }

    private static void count(ConcurrentMap<Refusals, Integer> counts, Refusals refusals) {
      counts.merge(refusals, 1, Integer::sum);
    }

    List<Event.OpsFact> told() {
      List<Event.CallerRefused> often = often();
      List<Event.OpsFact> told =
          new ArrayList<>(often.subList(0, Math.min(often.size(), CALLERS_TOLD_MAX)));
      if (often.size() > told.size()) {
        told.add(new Event.MoreCallersRefused(often.size() - told.size()));
      }
      return told;
    }

    /** The callers beyond the bound, those with the most refusals first. */
    private List<Event.CallerRefused> often() {
      Map<Event.Caller, Event.CallerRefused> sums = new HashMap<>();
      Map<Refusals, Integer> all = new HashMap<>(ofClients);
      all.putAll(ofStrangers);
      all.entrySet().stream()
          .sorted(Map.Entry.<Refusals, Integer>comparingByValue().reversed())
          .forEach(
              entry -> {
                Refusals of = entry.getKey();
                sums.merge(
                    of.caller(),
                    new Event.CallerRefused(of.caller(), entry.getValue(), of.slug()),
                    (most, other) ->
                        new Event.CallerRefused(
                            of.caller(), most.times() + other.times(), most.slug()));
              });
      List<Event.CallerRefused> often = new ArrayList<>(sums.values());
      often.removeIf(caller -> caller.times() <= TIMES_MAX);
      often.sort(Comparator.comparingInt(Event.CallerRefused::times).reversed());
      return often;
    }
  }

  RefusedCallers(InstantSource clock) {
    this.clock = clock;
  }

  void count(Event.RequestRefused request) {
    if (request.status() < OURS_MIN) {
      minutes.computeIfAbsent(now(), number -> Minute.empty()).count(request);
    }
  }

  /** Takes the facts about the minutes that are over; a second call does not return them again. */
  List<Event.OpsFact> takeTold() {
    long now = now();
    List<Event.OpsFact> told = new ArrayList<>();
    for (Long number : minutes.keySet()) {
      if (number < now) {
        Minute over = minutes.remove(number);
        told.addAll(over == null ? List.of() : over.told());
      }
    }
    return told;
  }

  private long now() {
    return clock.instant().getEpochSecond() / 60;
  }
}
