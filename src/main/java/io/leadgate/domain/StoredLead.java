package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A lead as read from the database.
 *
 * @param leadSourceId the lead source of the campaign; empty if the campaign was deleted by hand
 * @param duplicateOf the earlier lead of which the lead is a duplicate, which may be gone
 * @param reference the vendor's own name of the lead, as of LeadExec's V2
 * @param fields a JSON object
 */
public record StoredLead(
    LeadId id,
    int campaignId,
    Optional<Integer> leadSourceId,
    Optional<UUID> credentialId,
    Instant receivedAt,
    String remote,
    Optional<LeadId> duplicateOf,
    Optional<String> reference,
    String fields) {

  /** The lead for a reader that may not know the earlier lead. */
  public StoredLead withoutFirst() {
    return new StoredLead(
        id,
        campaignId,
        leadSourceId,
        credentialId,
        receivedAt,
        remote,
        Optional.empty(),
        reference,
        fields);
  }
}
