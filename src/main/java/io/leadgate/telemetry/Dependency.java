package io.leadgate.telemetry;

import java.util.Locale;

/** The servers that the gateway works with. */
public enum Dependency {
  POSTGRES,
  REDIS;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
