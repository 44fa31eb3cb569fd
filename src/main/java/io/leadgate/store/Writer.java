package io.leadgate.store;

import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Actor;
import java.util.Optional;

/**
 * A client that changes state with a token.
 *
 * @param actor the client, for the audit log
 * @param token the token, which was good when the request came
 * @param boundTo the only lead source whose objects the client may see
 */
public record Writer(Actor actor, AccessToken token, Optional<Integer> boundTo) {}
