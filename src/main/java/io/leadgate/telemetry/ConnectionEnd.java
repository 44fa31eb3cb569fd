package io.leadgate.telemetry;

import java.util.Locale;

/** The reasons why the gateway closes a connection that its caller would have kept open. */
public enum ConnectionEnd {
  /** The new connection exceeds the bound of the listener. */
  TOTAL,
  /** The new connection exceeds the bound of its address. */
  ADDRESS,
  /** The connection was idle, never carried a good token, and made room for a new connection. */
  IDLE,
  /** The connection's share of the memory budget was used up. */
  MEMORY,
  /** The caller did not read its answer in time. */
  UNREAD;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
