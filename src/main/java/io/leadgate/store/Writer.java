package io.leadgate.store;

import io.leadgate.domain.AccessToken;
import io.leadgate.domain.Actor;
import java.util.Optional;

/**
 * A client that changes state with a token, or an admin that is signed in.
 *
 * @param actor the client or the admin, for the audit log
 * @param token the client's token, which was good when the request came; empty for an admin
 * @param boundTo the only lead source whose objects the writer may see
 */
public record Writer(Actor actor, Optional<AccessToken> token, Optional<Integer> boundTo) {

  public static Writer client(Actor actor, AccessToken token, Optional<Integer> boundTo) {
    return new Writer(actor, Optional.of(token), boundTo);
  }

  /** An admin, that may see the objects of all lead sources. */
  public static Writer admin(Actor actor) {
    return new Writer(actor, Optional.empty(), Optional.empty());
  }
}
