package io.leadgate.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Names the faults of a token: the closed set that OpenAPI, SQL and metrics share. */
public enum QuarantineReason {
  MISSING_TOKEN,
  MALFORMED_TOKEN,
  UNKNOWN_KEY,
  BAD_SIGNATURE,
  EXPIRED,
  REVOKED,
  CREDENTIAL_DISABLED,
  SECRET_RETIRED,
  INSUFFICIENT_SCOPE;

  /** As it stands in JSON, SQL and metric labels. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static QuarantineReason of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** Empty for what is no reason. */
  public static Optional<QuarantineReason> find(String code) {
    return Arrays.stream(values()).filter(reason -> reason.code().equals(code)).findFirst();
  }

  /**
   * Whether the token is one that we did sign, so that it tells of a vendor of ours; the others can
   * be anybody's, and there is no end of them.
   */
  public boolean isSigned() {
    return switch (this) {
      case EXPIRED, REVOKED, CREDENTIAL_DISABLED, SECRET_RETIRED, INSUFFICIENT_SCOPE -> true;
      case MISSING_TOKEN, MALFORMED_TOKEN, UNKNOWN_KEY, BAD_SIGNATURE -> false;
    };
  }

  /** What the caller is told; which of the reasons it was is for the admin alone. */
  public Refusal refusal() {
    return switch (this) {
      case MISSING_TOKEN -> Refusal.MISSING_TOKEN;
      case INSUFFICIENT_SCOPE -> Refusal.INSUFFICIENT_SCOPE;
      case MALFORMED_TOKEN,
          UNKNOWN_KEY,
          BAD_SIGNATURE,
          EXPIRED,
          REVOKED,
          CREDENTIAL_DISABLED,
          SECRET_RETIRED ->
          Refusal.INVALID_TOKEN;
    };
  }
}
