package io.leadgate.token.issue;

import io.leadgate.domain.ClientSecret;

/**
 * What a client says of itself, not yet checked.
 *
 * @param clientId as it came; maybe no UUID
 */
public record ClientLogin(String clientId, ClientSecret secret) {}
