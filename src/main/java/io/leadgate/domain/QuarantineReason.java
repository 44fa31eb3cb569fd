package io.leadgate.domain;

/**
 * The reasons for which a request is quarantined: the closed set of OpenAPI, SQL and metrics. All
 * but {@link #DUPLICATE} are faults of a token or a static key.
 */
public enum QuarantineReason implements Coded {
  MISSING_TOKEN,
  MALFORMED_TOKEN,
  UNKNOWN_KEY,
  BAD_SIGNATURE,
  EXPIRED,
  REVOKED,
  CREDENTIAL_DISABLED,
  SECRET_RETIRED,
  INSUFFICIENT_SCOPE,
  /** No credential has this secret, or has it any more. */
  UNKNOWN_STATIC_KEY,
  /** The secret is right, but its credential was not created for static keys. */
  NOT_A_STATIC_KEY,
  /** A duplicate rule has rejected the lead. */
  DUPLICATE;

  public QuarantineLane lane() {
    return switch (this) {
      case EXPIRED,
          REVOKED,
          CREDENTIAL_DISABLED,
          SECRET_RETIRED,
          INSUFFICIENT_SCOPE,
          NOT_A_STATIC_KEY ->
          QuarantineLane.SIGNED;
      case MISSING_TOKEN, MALFORMED_TOKEN, UNKNOWN_KEY, BAD_SIGNATURE, UNKNOWN_STATIC_KEY ->
          QuarantineLane.STRANGERS;
      case DUPLICATE -> QuarantineLane.DUPLICATES;
    };
  }

  /**
   * Whether the gateway has signed the token or made the key, so that the request comes from a
   * known vendor.
   */
  public boolean isSigned() {
    return lane() == QuarantineLane.SIGNED;
  }

  /** The refusal that the caller sees. Only an admin sees the reason itself. */
  public Refusal refusal() {
    return switch (this) {
      case MISSING_TOKEN -> Refusal.MISSING_TOKEN;
      case INSUFFICIENT_SCOPE -> Refusal.INSUFFICIENT_SCOPE;
      case DUPLICATE -> Refusal.DUPLICATE_LEAD;
      case MALFORMED_TOKEN,
          UNKNOWN_KEY,
          BAD_SIGNATURE,
          EXPIRED,
          REVOKED,
          CREDENTIAL_DISABLED,
          SECRET_RETIRED,
          UNKNOWN_STATIC_KEY,
          NOT_A_STATIC_KEY ->
          Refusal.INVALID_TOKEN;
    };
  }
}
