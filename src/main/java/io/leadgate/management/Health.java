package io.leadgate.management;

/** Holds the phase that the gateway is in, for the health pages. Thread-safe. */
public final class Health {

  private volatile boolean ready;
  private volatile boolean stopping;

  /** The phases of the gateway, in their order; the gateway never goes back to a phase. */
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

  public boolean isStopping() {
    return stopping;
  }

  public void ready() {
    ready = true;
  }

  public void stopping() {
    stopping = true;
  }
}
