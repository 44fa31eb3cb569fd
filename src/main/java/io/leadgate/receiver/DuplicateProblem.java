package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the problem of a lead that a duplicate rule rejects.
 *
 * @param first the earlier lead
 * @param set the names of the fields in which the two are equal, as the rule has them
 * @param known the leads that the sender may know
 */
record DuplicateProblem(LeadId first, List<String> set, Set<LeadId> known) {

  Problem kept(QuarantinedRequest duplicate) {
    return problem(" It is kept in the quarantine, where an admin of the gateway finds it.")
        .quarantined(duplicate.id().toString(), duplicate.receivedAt());
  }

  /** The problem of a test, whose lead is nowhere kept. */
  Problem ofTest() {
    return notKept(", because this is a test.");
  }

  /**
   * @param because the reason why the lead is not in the quarantine
   */
  Problem notKept(String because) {
    return problem(" It was not kept" + because).duplicateNotQuarantined();
  }

  private Problem problem(String fate) {
    String detail =
        "The lead equals an earlier lead in the %s %s, and the campaign takes no such lead."
            .formatted(set.size() == 1 ? "field" : "fields", String.join(", ", set));
    Optional<String> id = Optional.of(first).filter(known::contains).map(LeadId::toString);
    return Problem.of(Refusal.DUPLICATE_LEAD, detail + fate).duplicate(id, set);
  }
}
