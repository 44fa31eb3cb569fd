package io.leadgate.management;

/** How far the gateway is: written by the one who starts and stops it, read by the health pages. */
public final class Health {

  private volatile boolean ready;
  private volatile boolean stopping;

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
    if (stopping) {
      return Phase.STOPPING;
    }
    return ready ? Phase.READY : Phase.STARTING;
  }

  public void ready() {
    ready = true;
  }

  public void stopping() {
    stopping = true;
  }
}
