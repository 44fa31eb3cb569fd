package io.leadgate.store;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Says what has to change so that each rule has the kinds of hashes that it needs. Immutable.
 *
 * @param promoted the campaigns whose wanted rules judge from now on
 * @param made the kinds that are new, or are needed again
 * @param extended the kinds, by the ids of their rows, that must cover more leads than they do
 * @param retired the kinds, by the ids of their rows, that no rule needs any more
 * @param fits false if more kinds concern a campaign than are allowed, and more than before
 */
record HashPlan(
    List<Integer> promoted,
    List<Made> made,
    List<Integer> extended,
    List<Integer> retired,
    boolean fits) {

  /**
   * A campaign with rules.
   *
   * @param isNew whether the campaign is created in this transaction
   */
  record Ruled(Campaign campaign, boolean isNew) {}

  /** The row of a kind that is not deleted. */
  record Known(int id, HashKind kind, boolean isActive, UUID coversFrom) {

    /** Whether all leads that a rule can reach have their hash; also while more leads get it. */
    private boolean covers(DuplicateRules rules, Instant now) {
      UUID leastInReach = LeadId.leastAt(now.minus(Duration.ofDays(rules.days())));
      return Uuids.compare(coversFrom, leastInReach) <= 0;
    }
  }

  /**
   * A kind that is to be made.
   *
   * @param isActive whether there is nothing to build
   */
  record Made(HashKind kind, boolean isActive) {}

  /**
   * @param known the rows that are not deleted
   * @param now the time of the transaction
   */
  static HashPlan of(List<Ruled> campaigns, List<Known> known, Instant now) {
    return new Making(campaigns, known, now).plan();
  }

  private static final class Making {

    private final List<Ruled> campaigns;
    private final Instant now;
    private final Map<HashKind, Known> known = new HashMap<>();
    private final List<Integer> promoted = new ArrayList<>();
    private final Set<HashKind> needed = new LinkedHashSet<>();
    private final Map<HashKind, Made> made = new HashMap<>();
    private final Set<Integer> extended = new LinkedHashSet<>();

    Making(List<Ruled> campaigns, List<Known> known, Instant now) {
      this.campaigns = campaigns;
      this.now = now;
      known.forEach(row -> this.known.put(row.kind(), row));
    }

    HashPlan plan() {
      campaigns.forEach(this::settle);
      List<Made> inOrder =
          needed.stream().flatMap(kind -> Stream.ofNullable(made.get(kind))).toList();
      List<Integer> retired =
          known.values().stream()
              .filter(row -> !needed.contains(row.kind()))
              .map(Known::id)
              .sorted()
              .toList();
      return new HashPlan(promoted, inOrder, List.copyOf(extended), retired, fits());
    }

    private void settle(Ruled ruled) {
      Campaign campaign = ruled.campaign();
      Optional<DuplicateRules> wanted = campaign.duplicateRules();
      Optional<DuplicateRules> judged = campaign.judgedRules();
      boolean isReady = wanted.stream().allMatch(rules -> isCovered(ruled, rules));
      if (isReady && !wanted.equals(judged)) {
        promoted.add(campaign.id());
      }
      wanted.ifPresent(rules -> need(ruled, rules));
      if (!isReady) {
        judged.ifPresent(rules -> need(ruled, rules));
        wanted.ifPresent(rules -> extend(campaign, rules));
      }
    }

    private boolean isCovered(Ruled ruled, DuplicateRules rules) {
      return HashKind.of(ruled.campaign(), rules).stream()
          .allMatch(
              kind -> {
                Known row = known.get(kind);
                return row == null ? isActiveAtOnce(ruled, kind) : row.covers(rules, now);
              });
    }

    /**
     * No node can know a new campaign without the kind, so each lead of the campaign has a hash.
     */
    private static boolean isActiveAtOnce(Ruled ruled, HashKind kind) {
      return ruled.isNew() && kind.within() == Within.CAMPAIGN;
    }

    private void need(Ruled ruled, DuplicateRules rules) {
      for (HashKind kind : HashKind.of(ruled.campaign(), rules)) {
        needed.add(kind);
        if (!known.containsKey(kind)) {
          made.put(kind, new Made(kind, isActiveAtOnce(ruled, kind)));
        }
      }
    }

    private void extend(Campaign campaign, DuplicateRules rules) {
      for (HashKind kind : HashKind.of(campaign, rules)) {
        Known row = known.get(kind);
        if (row != null && row.isActive() && !row.covers(rules, now)) {
          extended.add(row.id());
        }
      }
    }

    /**
     * A campaign without rules needs no look, because more kinds concern the campaigns whose rules
     * made the kinds.
     */
    private boolean fits() {
      Map<HashKind.Scope, Long> before = countByScope(known.keySet());
      Map<HashKind.Scope, Long> after = countByScope(needed);
      return campaigns.stream()
          .map(Ruled::campaign)
          .allMatch(
              campaign -> {
                long count = count(campaign, after);
                return count <= HashKinds.PER_CAMPAIGN_MAX || count <= count(campaign, before);
              });
    }

    private static Map<HashKind.Scope, Long> countByScope(Set<HashKind> kinds) {
      Map<HashKind.Scope, Long> counts = new HashMap<>();
      kinds.forEach(kind -> counts.merge(kind.scope(), 1L, Long::sum));
      return counts;
    }

    private static long count(Campaign campaign, Map<HashKind.Scope, Long> counts) {
      return HashKind.Scope.all(campaign).mapToLong(scope -> counts.getOrDefault(scope, 0L)).sum();
    }
  }
}
