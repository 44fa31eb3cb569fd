package io.leadgate.domain;

import java.util.Optional;
import java.util.UUID;

/** The result of the check of a request's token. */
public sealed interface AuthResult {

  /** The client that a token of this gateway names, also a token that is no longer good. */
  default Optional<UUID> provenClientId() {
    return switch (this) {
      case Authenticated known -> Optional.of(known.token().clientId());
      case Rejected rejected when rejected.reason().isSigned() -> rejected.claimedClientId();
      case Rejected rejected -> Optional.empty();
      case Ambiguous ambiguous -> Optional.empty();
    };
  }

  record Authenticated(AccessToken token, Credential credential) implements AuthResult {}

  /**
   * The token is invalid or missing.
   *
   * @param claimedClientId the client id that the token claims; unproven if the signature is bad
   * @param fault a sentence for the caller about the form or the age of what was sent, without a
   *     part of it; empty where the caller is told no more than that the token is not valid
   */
  record Rejected(QuarantineReason reason, Optional<UUID> claimedClientId, String fault)
      implements AuthResult, Verdict {

    public static Rejected of(QuarantineReason reason) {
      return of(reason, "");
    }

    public static Rejected of(QuarantineReason reason, String fault) {
      return new Rejected(reason, Optional.empty(), fault);
    }

    public static Rejected of(QuarantineReason reason, Optional<UUID> claimedClientId) {
      return new Rejected(reason, claimedClientId, "");
    }

    public static Rejected of(QuarantineReason reason, AccessToken token) {
      return of(reason, Optional.of(token.clientId()));
    }

    public static Rejected expired(AccessToken token) {
      return new Rejected(
          QuarantineReason.EXPIRED,
          Optional.of(token.clientId()),
          "The token expired at %s.".formatted(token.endsAt()));
    }
  }

  /** The request has two different tokens, so its client is unknown. */
  record Ambiguous() implements AuthResult {}
}
