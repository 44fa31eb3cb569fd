package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A checked lead on its way to be committed.
 *
 * @param credentialId the client id of the credential that sent it; empty where none was needed
 * @param receivedAt to the millisecond
 * @param remote the caller's IP address
 * @param contact what it can be searched by
 * @param fields a JSON object as it was sent, checked to be one that PostgreSQL's jsonb takes
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
