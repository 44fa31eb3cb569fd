package io.leadgate.telemetry;

import java.util.Locale;

/** Why the gateway closes a connection that its caller would have kept. */
public enum ConnectionEnd {
  /** It is a new one, and there are as many as there may be. */
  TOTAL,
  /** It is a new one, and its address has as many as it may have. */
  ADDRESS,
  /** It was idle, never carried a good token, and made room for a new one. */
  IDLE,
  /** The share of the memory budget that it draws from was used up. */
  MEMORY,
  /** Its answer was not taken in time. */
  UNREAD;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
