package io.leadgate.domain;

import java.util.Optional;
import java.util.UUID;

/** What a look at a request's token found. */
public sealed interface AuthResult {

  record Authenticated(AccessToken token, Credential credential) implements AuthResult {}

  /**
   * @param claimedClientId what the token says of itself
   */
  record Rejected(QuarantineReason reason, Optional<UUID> claimedClientId) implements AuthResult {

    public static Rejected of(QuarantineReason reason) {
      return new Rejected(reason, Optional.empty());
    }
  }

  /** Two different tokens: it cannot be told on whose behalf the request comes. */
  record Ambiguous() implements AuthResult {}
}
