package io.leadgate.domain;

import java.util.UUID;

/**
 * A client secret that came as it is with a lead, from a tool that can send fixed headers and
 * nothing else. Only credentials that were created for it take their secrets so.
 *
 * @param secretId the id of the secret, not the secret
 */
public record StaticKey(UUID clientId, UUID secretId) implements ClientProof {}
