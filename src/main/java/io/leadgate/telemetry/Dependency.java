package io.leadgate.telemetry;

import io.leadgate.domain.Coded;

/** The servers that the gateway works with. */
public enum Dependency implements Coded {
  POSTGRES,
  REDIS;
}
