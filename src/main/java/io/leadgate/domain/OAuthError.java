package io.leadgate.domain;

import java.util.Locale;

/** The error codes of the token endpoint (RFC 6749, section 5.2). */
public enum OAuthError {
  INVALID_REQUEST(400),
  INVALID_CLIENT(401),
  UNSUPPORTED_GRANT_TYPE(400),
  INVALID_SCOPE(400),
  TEMPORARILY_UNAVAILABLE(503);

  private final int status;

  OAuthError(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
