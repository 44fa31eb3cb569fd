package io.leadgate.domain;

import java.util.Optional;

/**
 * A client's request for a token, read but not yet checked.
 *
 * @param clientId as it came; maybe no UUID
 * @param scope the scopes asked for, separated by spaces; empty means all that the credential has
 */
public record TokenRequest(String clientId, ClientSecret secret, Optional<String> scope) {}
