package io.leadgate.domain;

import java.util.Optional;
import java.util.UUID;

/**
 * The key of a lead that is not to be stored now, but may have been stored earlier.
 *
 * @param campaignId the campaign to which the lead was posted
 * @param credentialId the client id of the sending credential; empty if the campaign needs no token
 */
public record SoughtKey(IdempotencyKey key, int campaignId, Optional<UUID> credentialId) {}
