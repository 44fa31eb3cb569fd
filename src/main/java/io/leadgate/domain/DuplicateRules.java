package io.leadgate.domain;

import java.util.List;

/**
 * The rules by which a lead of a campaign is a duplicate of an earlier lead. Each lead of the scope
 * counts as an earlier lead, whether or not the campaign of that lead has rules; leads of the
 * rules' own campaign alone are judged. A lead that lacks a value of a set is no duplicate by the
 * set. Rules judge when the leads that are stored already are hashed for them (see {@link
 * HashKind}); until then the rules before go on judging.
 *
 * @param sets sets of field names: leads are duplicates if all fields of a set are equal
 * @param days the number of days to look back
 */
public record DuplicateRules(List<List<String>> sets, int days, Action action, Within within) {

  /** Whether a duplicate is refused, and not only flagged. */
  public boolean rejects() {
    return action == Action.REJECT;
  }

  /** The action on a duplicate. */
  public enum Action implements Coded {
    FLAG,
    REJECT;
  }

  /** The leads with which a lead is compared. */
  public enum Within implements Coded {
    CAMPAIGN,
    LEAD_SOURCE,
    ALL;
  }
}
