package io.leadgate.token.issue;

import io.leadgate.domain.AccessToken;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.Scope;
import java.time.Duration;
import java.util.Set;

/** What became of a {@link TokenCall}. */
public sealed interface TokenResult {

  /**
   * @param token the signed JWT
   * @param expiresIn seconds, 1 to 3600
   */
  record Issued(String token, long expiresIn, Set<Scope> scopes) implements TokenResult {
    @Override
    public String toString() {
      return "Issued[***, expiresIn=" + expiresIn + "]";
    }
  }

  /** The token is the client's own, and good now. */
  record Active(AccessToken token) implements TokenResult {}

  /** It is not: which of the two is not told (RFC 7662, section 2.2). */
  record Inactive() implements TokenResult {}

  /** The token is good no more, or never was the client's (RFC 7009, section 2.2). */
  record Revoked() implements TokenResult {}

  /**
   * @param retryAfter of use only where the error is one that passes
   */
  record Refused(OAuthError error, String description, Duration retryAfter) implements TokenResult {

    private static final Duration SOON = Duration.ofSeconds(2);

    public Refused(OAuthError error, String description) {
      this(error, description, SOON);
    }

    /** Rounded up: not a moment too early. */
    public long retryAfterSeconds() {
      return retryAfter.plusMillis(999).toSeconds();
    }

    /** The gateway itself cannot do it now. */
    public static Refused unavailable() {
      return new Refused(OAuthError.TEMPORARILY_UNAVAILABLE, "Try again in a moment.");
    }
  }
}
