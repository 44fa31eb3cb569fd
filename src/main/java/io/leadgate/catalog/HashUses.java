package io.leadgate.catalog;

import static java.util.stream.Collectors.groupingBy;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.HashUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says which hashes the leads of a campaign get. Immutable.
 *
 * @param noted all kinds, by scope, as hashes that are only noted; campaigns share these objects
 */
record HashUses(Map<HashKind.Scope, List<HashUse>> noted) {

  /**
   * @param kinds all kinds, by id
   */
  static HashUses of(Map<Integer, HashKind> kinds) {
    return new HashUses(
        kinds.entrySet().stream()
            .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
            .map(entry -> new HashUse(entry.getValue(), Optional.empty()))
            .collect(groupingBy(use -> use.kind().scope())));
  }

  /**
   * The hashes of a campaign's leads: first the hashes by which the campaign's rules judge, in the
   * order of the rules, and then all others. A set whose kind is not there judges nothing.
   */
  List<HashUse> of(Campaign campaign) {
    List<HashUse> others =
        HashKind.Scope.all(campaign)
            .flatMap(scope -> noted.getOrDefault(scope, List.of()).stream())
            .toList();
    if (campaign.judgedRules().isEmpty() || others.isEmpty()) {
      return others;
    }
    List<HashUse> uses = new ArrayList<>(judging(campaign, campaign.judgedRules().get(), others));
    Set<HashKind> judged = new HashSet<>();
    uses.forEach(use -> judged.add(use.kind()));
    others.stream().filter(use -> !judged.contains(use.kind())).forEach(uses::add);
    return uses;
  }

  /**
   * Without authentication, no duplicate is refused, because the answers would tell strangers who
   * is a lead.
   */
  private static List<HashUse> judging(
      Campaign campaign, DuplicateRules rules, List<HashUse> known) {
    boolean rejects = rules.rejects() && campaign.requireAuthentication();
    Set<HashKind> judged = new HashSet<>();
    List<HashUse> uses = new ArrayList<>();
    for (List<String> set : rules.sets()) {
      HashKind wanted = HashKind.of(campaign, rules.within(), set);
      known.stream()
          .map(HashUse::kind)
          .filter(wanted::equals)
          .filter(judged::add) // Of two sets of the same kind, the first counts.
          .map(
              kind -> new HashUse(kind, Optional.of(new HashUse.Judge(set, rules.days(), rejects))))
          .forEach(uses::add);
    }
    return uses;
  }
}
