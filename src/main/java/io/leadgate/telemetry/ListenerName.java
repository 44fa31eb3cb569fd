package io.leadgate.telemetry;

import java.util.Locale;

/** The listeners, as the metrics name them. */
public enum ListenerName {
  PUBLIC,
  MANAGEMENT;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
