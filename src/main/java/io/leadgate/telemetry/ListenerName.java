package io.leadgate.telemetry;

import io.leadgate.domain.Coded;

/** The listeners, by their names in metrics. */
public enum ListenerName implements Coded {
  PUBLIC,
  MANAGEMENT;
}
