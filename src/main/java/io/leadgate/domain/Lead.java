package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A validated lead on its way to the database.
 *
 * @param credentialId the client id of the sending credential; empty if the campaign needs no token
 * @param receivedAt the time of receipt, to the millisecond
 * @param remote the caller's IP address
 * @param contact the values by which the lead can be searched
 * @param fields a JSON object as sent, which PostgreSQL can read as json and as jsonb
 * @param idempotencyKey the key by which the lead is recognised when it comes again, if any
 */
public record Lead(
    LeadId id,
    int campaignId,
    Optional<UUID> credentialId,
    Instant receivedAt,
    String remote,
    Contact contact,
    String fields,
    Optional<IdempotencyKey> idempotencyKey) {}
