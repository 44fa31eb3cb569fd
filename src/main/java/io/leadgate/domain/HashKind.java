package io.leadgate.domain;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A scope of leads and a set of fields: two leads of the scope whose values of all the fields are
 * equal have the same hash. Rules that share the scope and the set share the hashes.
 *
 * @param within the kind of scope
 * @param scopeId the id of the campaign or lead source; 0 for all leads of the database
 * @param names the names of the fields, in lower case, sorted, each once
 */
public record HashKind(DuplicateRules.Within within, int scopeId, List<String> names) {

  public HashKind {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).sorted().distinct().toList();
  }

  /** The leads that are compared with each other. */
  public record Scope(DuplicateRules.Within within, int id) {

    static Scope of(Campaign campaign, DuplicateRules.Within within) {
      return new Scope(within, idOf(within, campaign.id(), campaign.leadSourceId()));
    }

    private static int idOf(DuplicateRules.Within within, int campaignId, int leadSourceId) {
      return switch (within) {
        case CAMPAIGN -> campaignId;
        case LEAD_SOURCE -> leadSourceId;
        case ALL -> 0;
      };
    }

    /** The scopes in which a campaign's leads are, each once. */
    public static Stream<Scope> all(Campaign campaign) {
      return Stream.of(DuplicateRules.Within.values()).map(within -> of(campaign, within));
    }
  }

  /** The kind of hash of one set of a campaign's rules. */
  public static HashKind of(Campaign campaign, DuplicateRules.Within within, List<String> set) {
    return new HashKind(within, Scope.of(campaign, within).id(), set);
  }

  /**
   * The kinds of hashes of a campaign's rules, in the order of the sets. A set without names has no
   * kind, because no leads are duplicates by the set.
   */
  public static List<HashKind> of(Campaign campaign, DuplicateRules rules) {
    return rules.sets().stream()
        .filter(set -> !set.isEmpty())
        .map(set -> of(campaign, rules.within(), set))
        .distinct()
        .toList();
  }

  /** Whether leads of the campaign, which is of this lead source, are in the scope. */
  public boolean concerns(int campaignId, int leadSourceId) {
    return scopeId == Scope.idOf(within, campaignId, leadSourceId);
  }

  public Scope scope() {
    return new Scope(within, scopeId);
  }
}
