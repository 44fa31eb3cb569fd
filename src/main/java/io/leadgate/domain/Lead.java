package io.leadgate.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A validated lead on its way to the database.
 *
 * @param credentialId the client id of the sending credential; empty if the campaign needs no token
 * @param receivedAt the time of receipt, to the millisecond
 * @param remote the caller's IP address
 * @param contact the values by which the lead can be searched
 * @param reference the vendor's own name of the lead
 * @param fields a JSON object as sent, which PostgreSQL can read as json and as jsonb
 * @param idempotencyKey the key by which the lead is recognised when it comes again, if any
 * @param hashes the hashes by which the lead may be a duplicate, and by which later leads find it;
 *     the rule's own first, in the rule's order
 */
public record Lead(
    LeadId id,
    int campaignId,
    Optional<UUID> credentialId,
    Instant receivedAt,
    String remote,
    Contact contact,
    Optional<String> reference,
    String fields,
    Optional<IdempotencyKey> idempotencyKey,
    List<LeadHash> hashes,
    Judgement judgement) {

  public Lead {
    hashes = List.copyOf(hashes);
  }

  /** Whether nothing decides about the lead, so that it is stored in any case. */
  public boolean isPlain() {
    return idempotencyKey.isEmpty() && hashes.isEmpty();
  }
}
