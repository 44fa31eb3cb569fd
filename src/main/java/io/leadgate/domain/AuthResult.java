package io.leadgate.domain;

import java.util.Optional;
import java.util.UUID;

/** The result of the check of a request's token. */
public sealed interface AuthResult {

  record Authenticated(AccessToken token, Credential credential) implements AuthResult {}

  /**
   * The token is invalid or missing.
   *
   * @param claimedClientId the client id that the token claims; unproven if the signature is bad
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

  /** The request has two different tokens, so its client is unknown. */
  record Ambiguous() implements AuthResult {}
}
