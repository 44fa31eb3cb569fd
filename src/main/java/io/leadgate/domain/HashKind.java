package io.leadgate.domain;

import java.util.List;
import java.util.Locale;

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

  /** The kind of hash of one set of a campaign's rules. */
  public static HashKind of(Campaign campaign, DuplicateRules.Within within, List<String> set) {
    int scopeId =
        switch (within) {
          case CAMPAIGN -> campaign.id();
          case LEAD_SOURCE -> campaign.leadSourceId();
          case ALL -> 0;
        };
    return new HashKind(within, scopeId, set);
  }

  /** Whether leads of the campaign are in the scope. */
  public boolean concerns(Campaign campaign) {
    return of(campaign, within, names).scopeId() == scopeId;
  }
}
