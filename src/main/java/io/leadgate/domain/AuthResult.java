package io.leadgate.domain;

import java.util.Optional;
import java.util.UUID;

/** The result of a check of the token that a request presents. */
public sealed interface AuthResult {

  record Authenticated(AccessToken token, Credential credential) implements AuthResult {}

  /**
   * The token is not good, or there is none.
   *
   * @param claimedClientId the client id that the token claims; unproven where the signature is bad
   */
  record Rejected(QuarantineReason reason, Optional<UUID> claimedClientId)
      implements AuthResult, Verdict {

    public static Rejected of(QuarantineReason reason) {
      return new Rejected(reason, Optional.empty());
    }

    public static Rejected of(QuarantineReason reason, AccessToken token) {
      return new Rejected(reason, Optional.of(token.clientId()));
    }
  }

  /** Two different tokens: it is unknown for which client the request comes. */
  record Ambiguous() implements AuthResult {}
}
