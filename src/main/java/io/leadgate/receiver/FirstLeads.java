package io.leadgate.receiver;

import io.leadgate.bus.BusAddress;
import io.leadgate.domain.Credential;
import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadOrigin;
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

  private final BusAddress<Set<LeadId>, Map<LeadId, LeadOrigin>> leadOrigins;

  /**
   * @param leadOrigins the origin of each stored lead
   */
  public FirstLeads(BusAddress<Set<LeadId>, Map<LeadId, LeadOrigin>> leadOrigins) {
    this.leadOrigins = leadOrigins;
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
    return leadOrigins
        .request(firsts)
        .map(
            origins ->
                origins.entrySet().stream()
                    .filter(each -> credential.get().maySee(each.getValue().leadSourceId()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet()))
        .otherwise(Set.of());
  }

  /**
   * Returns the first lead of a stored lead that is replayed to a sender. Leads of a campaign that
   * no rule judges cost no look at the database. A look that fails or is late finds no lead.
   */
  Future<Optional<LeadId>> firstOf(Admission.Take sender, LeadId replayed) {
    boolean isJudged = sender.destination().judging().findAny().isPresent();
    return isJudged && tellsOfDuplicates(sender)
        ? leadOrigins
            .request(Set.of(replayed))
            .map(origins -> Optional.ofNullable(origins.get(replayed)))
            .map(origin -> origin.flatMap(LeadOrigin::duplicateOf))
            .otherwise(Optional.empty())
        : Future.succeededFuture(Optional.empty());
  }

  private static boolean isJudgedWithinAll(Admission.Take sender) {
    return sender.destination().judging().anyMatch(use -> use.kind().within() == Within.ALL);
  }
}
