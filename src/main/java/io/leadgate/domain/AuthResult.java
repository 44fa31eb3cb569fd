package io.leadgate.domain;

import java.util.Optional;
import java.util.UUID;

/** The result of the check of the token or the static key that a request carries. */
public sealed interface AuthResult {

  /** The result where tokens alone are taken. */
  sealed interface OfToken extends AuthResult {}

  /** The client is known. */
  sealed interface Known extends AuthResult {
    ClientProof proof();

    Credential credential();
  }

  /**
   * The client that a token of this gateway or a right secret names, also where it is no longer
   * good.
   */
  default Optional<UUID> provenClientId() {
    return switch (this) {
      case Known known -> Optional.of(known.proof().clientId());
      case Rejected rejected when rejected.reason().isSigned() -> rejected.claimedClientId();
      case Rejected rejected -> Optional.empty();
      case Ambiguous ambiguous -> Optional.empty();
    };
  }

  record Authenticated(AccessToken token, Credential credential) implements OfToken, Known {
    @Override
    public ClientProof proof() {
      return token;
    }
  }

  record ByKey(StaticKey key, Credential credential) implements Known {
    @Override
    public ClientProof proof() {
      return key;
    }
  }

  /**
   * The token or key is invalid or missing.
   *
   * @param claimedClientId the client id that the token or the login claims; unproven if the
   *     signature or the secret is bad
   * @param fault a sentence for the caller about the form or the age of what was sent, without a
   *     part of it; empty where the caller is told no more than that the token or key is not valid
   * @param ofKey whether a static key is at fault, and not a token
   */
  record Rejected(
      QuarantineReason reason, Optional<UUID> claimedClientId, String fault, boolean ofKey)
      implements OfToken, Verdict {

    public static Rejected of(QuarantineReason reason) {
      return of(reason, "");
    }

    public static Rejected of(QuarantineReason reason, String fault) {
      return new Rejected(reason, Optional.empty(), fault, false);
    }

    public static Rejected of(QuarantineReason reason, Optional<UUID> claimedClientId) {
      return new Rejected(reason, claimedClientId, "", false);
    }

    public static Rejected of(QuarantineReason reason, AccessToken token) {
      return of(reason, Optional.of(token.clientId()));
    }

    public static Rejected expired(AccessToken token) {
      return new Rejected(
          QuarantineReason.EXPIRED,
          Optional.of(token.clientId()),
          "The token expired at %s.".formatted(token.endsAt()),
          false);
    }

    /** Rejects a static key. */
    public static Rejected ofKey(QuarantineReason reason, Optional<UUID> claimedClientId) {
      return ofKey(reason, claimedClientId, "");
    }

    public static Rejected ofKey(
        QuarantineReason reason, Optional<UUID> claimedClientId, String fault) {
      return new Rejected(reason, claimedClientId, fault, true);
    }
  }

  /** The request carries proofs of different clients, or two different tokens. */
  record Ambiguous() implements OfToken {}
}
