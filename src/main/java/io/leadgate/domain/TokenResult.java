package io.leadgate.domain;

import java.util.Set;

/** What became of a request for a token. */
public sealed interface TokenResult {

  /**
   * @param token the signed JWT
   * @param expiresIn seconds
   */
  record Issued(String token, long expiresIn, Set<Scope> scopes) implements TokenResult {
    @Override
    public String toString() {
      return "Issued[***, expiresIn=" + expiresIn + "]";
    }
  }

  record Refused(OAuthError error, String description) implements TokenResult {}
}
