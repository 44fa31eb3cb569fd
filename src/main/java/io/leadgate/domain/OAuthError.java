package io.leadgate.domain;

import java.util.Locale;

/** The errors of the token endpoints (RFC 6749, section 5.2). */
public enum OAuthError {
  INVALID_REQUEST(400),
  /** An invalid request for which HTTP has a status of its own. */
  UNSUPPORTED_MEDIA_TYPE(415),
  /** An invalid request for which HTTP has a status of its own. */
  BODY_TOO_LARGE(413),
  /** An invalid request for which HTTP has a status of its own. */
  REQUEST_TIMEOUT(408),
  INVALID_CLIENT(401),
  UNSUPPORTED_GRANT_TYPE(400),
  INVALID_SCOPE(400),
  /** A temporary error for which HTTP has a status of its own. */
  RATE_LIMITED(429),
  TEMPORARILY_UNAVAILABLE(503);

  private final int status;

  OAuthError(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** The error code in answers. */
  public String code() {
    return switch (this) {
      case UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE, REQUEST_TIMEOUT -> INVALID_REQUEST.code();
      case RATE_LIMITED -> TEMPORARILY_UNAVAILABLE.code();
      case INVALID_REQUEST,
          INVALID_CLIENT,
          UNSUPPORTED_GRANT_TYPE,
          INVALID_SCOPE,
          TEMPORARILY_UNAVAILABLE ->
          label();
    };
  }

  /** The slug among those of all refusals; equal to that of a {@link Refusal} of the same kind. */
  public String slug() {
    return label().replace('_', '-');
  }

  /** The label in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the request may succeed later, so that the answer has a Retry-After header. */
  public boolean isTemporary() {
    return this == RATE_LIMITED || this == TEMPORARILY_UNAVAILABLE;
  }
}
