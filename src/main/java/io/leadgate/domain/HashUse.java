package io.leadgate.domain;

import java.util.List;
import java.util.Optional;

/**
 * A hash that each lead of a campaign gets.
 *
 * @param judge how the campaign's rules judge a lead by the hash; empty for a hash that is only
 *     noted, for a rule of another campaign or a rule that is building
 */
public record HashUse(HashKind kind, Optional<Judge> judge) {

  /**
   * A judge of leads by a hash.
   *
   * @param set the set of names as the rule has it
   * @param days the number of days to look back
   * @param rejects whether an earlier lead with the hash refuses a lead, or is only named
   */
  public record Judge(List<String> set, int days, boolean rejects) {}
}
