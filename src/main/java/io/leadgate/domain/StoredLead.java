package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A lead as read from the database.
 *
 * @param leadSourceId the lead source of the campaign; empty if the campaign was deleted by hand
 * @param fields a JSON object
 */
public record StoredLead(
    LeadId id,
    int campaignId,
    Optional<Integer> leadSourceId,
    Optional<UUID> credentialId,
    Instant receivedAt,
    String remote,
    String fields) {}
