package io.leadgate.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A request to the receiver that came without a good token, whole and as it came. It never holds
 * the token.
 *
 * @param id a UUIDv7 like a lead's, but never a lead's
 * @param claimedClientId what the token says of itself: unproven unless its signature was good
 * @param contentType the header as it came
 * @param body at most {@code limits.quarantine_body_bytes}; not to be changed by anyone
 * @param idempotencyKey the header as it came
 * @param releasedAs the leads that an admin made of it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once and never compared.
public record QuarantinedRequest(
    UUID id,
    int campaignId,
    QuarantineReason reason,
    Optional<UUID> claimedClientId,
    Instant receivedAt,
    String remote,
    Optional<String> contentType,
    byte[] body,
    Optional<String> idempotencyKey,
    List<UUID> releasedAs) {}
