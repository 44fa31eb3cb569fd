package io.leadgate.token.issue;

import io.leadgate.domain.AccessToken;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Scope;
import java.time.Duration;
import java.util.Set;

/** The result of a {@link TokenCall}. */
public sealed interface TokenResult {

  /**
   * A token for the client.
   *
   * @param token the signed JWT
   */
  record Issued(String token, Set<Scope> scopes) implements TokenResult {
    @Override
    public String toString() {
      return "Issued[***, " + scopes + "]";
    }
  }

  /** The token is the client's own and is valid now. */
  record Active(AccessToken token) implements TokenResult {}

  /**
   * The token is invalid or belongs to another client. The answer does not say which (RFC 7662,
   * section 2.2).
   */
  record Inactive() implements TokenResult {}

  /** The token is no longer valid, or never was the client's (RFC 7009, section 2.2). */
  record Revoked() implements TokenResult {}

  /**
   * The call is refused.
   *
   * @param retryAfter the pause before the next try; used only with a temporary error
   */
  record Refused(OAuthError error, String description, Duration retryAfter) implements TokenResult {

    private static final Duration SOON = Duration.ofSeconds(2);

    public Refused(OAuthError error, String description) {
      this(error, description, SOON);
    }

    /** The pause in whole seconds, rounded up so that no client tries too early. */
    public long retryAfterSeconds() {
      return retryAfter.plusMillis(999).toSeconds();
    }

    /** The gateway cannot serve the call now. */
    public static Refused unavailable() {
      return new Refused(OAuthError.TEMPORARILY_UNAVAILABLE, "Try again in a moment.");
    }
  }
}
