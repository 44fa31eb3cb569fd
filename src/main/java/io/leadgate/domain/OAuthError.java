package io.leadgate.domain;

import java.util.Locale;

/** The error codes of the token family (RFC 6749, section 5.2). */
public enum OAuthError {
  INVALID_REQUEST(400),
  /** The request is as invalid, but HTTP has a status of its own for it. */
  UNSUPPORTED_MEDIA_TYPE(415),
  /** The same. */
  BODY_TOO_LARGE(413),
  INVALID_CLIENT(401),
  UNSUPPORTED_GRANT_TYPE(400),
  INVALID_SCOPE(400),
  /** Passes, and has a status of its own as well. */
  RATE_LIMITED(429),
  TEMPORARILY_UNAVAILABLE(503);

  private final int status;

  OAuthError(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** As clients are told. */
  public String code() {
    return switch (this) {
      case UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE -> INVALID_REQUEST.code();
      case RATE_LIMITED -> TEMPORARILY_UNAVAILABLE.code();
      case INVALID_REQUEST,
          INVALID_CLIENT,
          UNSUPPORTED_GRANT_TYPE,
          INVALID_SCOPE,
          TEMPORARILY_UNAVAILABLE ->
          label();
    };
  }

  /** As it is counted. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the same request may be taken later, so that the answer says when. */
  public boolean passes() {
    return this == RATE_LIMITED || this == TEMPORARILY_UNAVAILABLE;
  }
}
