package io.leadgate.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A request to a receiver without a valid token, as received but for credentials in its body, or a
 * single lead that a duplicate rule has rejected. A token is never included.
 *
 * @param id a UUIDv7 like a lead's id, but never equal to a lead's id
 * @param claimedClientId the client id that the token claims; unproven if the signature is bad
 * @param contentType the header as sent; the type of the body for a duplicate, which is kept as
 *     JSON
 * @param body at most {@code limits.quarantine_body_bytes}; never changed
 * @param idempotencyKey the header as sent, or the key beside the fields of an array's item
 * @param reference the vendor's own name of a rejected duplicate, which stands beside its fields; a
 *     stranger's is in the body
 * @param releasedAs a JSON array of the ids of the leads that an admin made of the request
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared with equals.
public record QuarantinedRequest(
    UUID id,
    int campaignId,
    PostFormat format,
    QuarantineReason reason,
    Optional<UUID> claimedClientId,
    Instant receivedAt,
    String remote,
    Optional<String> contentType,
    byte[] body,
    Optional<String> idempotencyKey,
    Optional<String> reference,
    String releasedAs) {

  /** The JSON of a request of which no lead was made. */
  public static final String NOT_RELEASED = "[]";
}
