package io.leadgate.telemetry;

import java.util.Locale;

/** The listeners, by their names in metrics. */
public enum ListenerName {
  PUBLIC,
  MANAGEMENT;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
