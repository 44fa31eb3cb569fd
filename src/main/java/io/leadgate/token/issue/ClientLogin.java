package io.leadgate.token.issue;

import io.leadgate.domain.ClientSecret;

/**
 * The login that a client sends, not yet checked.
 *
 * @param clientId the client id as sent, possibly not a UUID
 */
public record ClientLogin(String clientId, ClientSecret secret) {}
