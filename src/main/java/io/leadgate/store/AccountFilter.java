package io.leadgate.store;

import java.util.Optional;

/**
 * Says which objects of a kind a list has.
 *
 * @param leadSourceId the only lead source whose objects the list has
 * @param text a part of the name, or the id
 * @param status the code of the status; a kind without a status has no object of any status
 */
public record AccountFilter(
    Optional<Integer> leadSourceId, Optional<String> text, Optional<String> status) {

  /** All objects that a reader may see. */
  public static AccountFilter visibleTo(Optional<Integer> leadSourceId) {
    return new AccountFilter(leadSourceId, Optional.empty(), Optional.empty());
  }
}
