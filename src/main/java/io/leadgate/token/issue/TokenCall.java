package io.leadgate.token.issue;

import io.leadgate.domain.Actor;
import java.util.Optional;

/** A client's request to the token endpoints, read but not yet checked. */
public sealed interface TokenCall {

  ClientLogin client();

  /**
   * A request for a token (RFC 6749, section 4.4.2).
   *
   * @param scope the requested scopes, separated by spaces; empty for all scopes of the credential
   */
  record Issue(ClientLogin client, Optional<String> scope) implements TokenCall {}

  /** A request for the state of a token (RFC 7662, section 2.1). */
  record Introspect(ClientLogin client, String token) implements TokenCall {
    @Override
    public String toString() {
      return "Introspect[" + client + ", ***]";
    }
  }

  /** A request to revoke a token (RFC 7009, section 2.1). */
  record Revoke(ClientLogin client, String token, Actor actor) implements TokenCall {
    @Override
    public String toString() {
      return "Revoke[" + client + ", ***]";
    }
  }
}
