package io.leadgate.receiver;

import io.leadgate.bus.BusAddress;
import io.leadgate.domain.Credential;
import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.LeadId;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which first leads the sender of their duplicates may know. A sender without a credential
 * knows no lead, and is not even told that a lead is a duplicate, because that would tell a
 * stranger who is a lead. A sender whose credential is bound to a lead source knows the leads of
 * that source. Thread-safe.
 */
public final class FirstLeads {

  private final BusAddress<Set<LeadId>, Map<LeadId, Integer>> leadSources;

  /**
   * @param leadSources the lead source of each stored lead
   */
  public FirstLeads(BusAddress<Set<LeadId>, Map<LeadId, Integer>> leadSources) {
    this.leadSources = leadSources;
  }

  /** Whether the sender is told at all that a stored lead is a duplicate. */
  static boolean tellsOfDuplicates(Admission.Take sender) {
    return sender.credential().isPresent();
  }

  /**
   * Returns those first leads that the sender may know. Only a bound credential with rules within
   * all leads needs a look at the database. A look that fails or is late finds no lead.
   */
  Future<Set<LeadId>> knownTo(Admission.Take sender, Set<LeadId> firsts) {
    Optional<Credential> credential = sender.credential();
    if (firsts.isEmpty() || credential.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    if (credential.get().leadSourceId().isEmpty() || !isJudgedWithinAll(sender)) {
      return Future.succeededFuture(firsts);
    }
    return leadSources
        .request(firsts)
        .map(
            sources ->
                sources.entrySet().stream()
                    .filter(each -> credential.get().maySee(each.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet()))
        .otherwise(Set.of());
  }

  private static boolean isJudgedWithinAll(Admission.Take sender) {
    return sender.destination().judging().anyMatch(use -> use.kind().within() == Within.ALL);
  }
}
