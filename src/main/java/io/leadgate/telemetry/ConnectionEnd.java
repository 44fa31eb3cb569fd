package io.leadgate.telemetry;

import io.leadgate.domain.Coded;

/** The reasons why the gateway closes a connection that its caller would have kept open. */
public enum ConnectionEnd implements Coded {
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
}
