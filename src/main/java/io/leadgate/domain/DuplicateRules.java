package io.leadgate.domain;

import java.util.List;

/**
 * The rules by which leads of a campaign are duplicates. The rules are stored and shown; leads are
 * not checked against them yet.
 *
 * @param sets sets of field names: leads are duplicates if all fields of a set are equal
 * @param days the number of days to look back
 */
public record DuplicateRules(List<List<String>> sets, int days, Action action, Within within) {

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
