package io.leadgate.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A lead that is not to be stored now, but of which an earlier lead is sought: the same lead by its
 * key, or a lead of which it would be a duplicate.
 *
 * @param hashes the hashes by which the lead would be judged, in the rule's order; empty if only
 *     the key is sought
 * @param campaignId the campaign to which the lead was posted
 * @param credentialId the client id of the sending credential; empty if the campaign needs no token
 */
public record SoughtLead(
    Optional<IdempotencyKey> key,
    List<LeadHash> hashes,
    int campaignId,
    Optional<UUID> credentialId) {

  public SoughtLead {
    hashes = List.copyOf(hashes);
  }
}
