package io.leadgate.token.issue;

import io.leadgate.domain.Actor;
import java.util.Optional;

/** What a client asks of the token family, read but not yet checked. */
public sealed interface TokenCall {

  ClientLogin client();

  /**
   * A token (RFC 6749, section 4.4.2).
   *
   * @param scope the scopes asked for, separated by spaces; empty means all that the credential has
   */
  record Issue(ClientLogin client, Optional<String> scope) implements TokenCall {}

  /** What a token is worth now (RFC 7662, section 2.1). */
  record Introspect(ClientLogin client, String token) implements TokenCall {
    @Override
    public String toString() {
      return "Introspect[" + client + ", ***]";
    }
  }

  /** The end of a token (RFC 7009, section 2.1). */
  record Revoke(ClientLogin client, String token, Actor actor) implements TokenCall {
    @Override
    public String toString() {
      return "Revoke[" + client + ", ***]";
    }
  }
}
