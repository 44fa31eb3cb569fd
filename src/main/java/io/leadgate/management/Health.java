package io.leadgate.management;

/** How far the gateway is: written by the one who starts and stops it, read by the health pages. */
public final class Health {

  private volatile Phase phase = Phase.STARTING;

  /** In this order, never back. */
  public enum Phase {
    STARTING("starting"),
    READY("ready"),
    STOPPING("stopping");

    private final String code;

    Phase(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  public Phase phase() {
    return phase;
  }

  public void ready() {
    phase = Phase.READY;
  }

  public void stopping() {
    phase = Phase.STOPPING;
  }
}
