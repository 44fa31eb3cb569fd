package io.leadgate.domain;

/** A question inside the gateway was not answered in time, or its address is not served. */
public final class Unanswered extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason the kind of failure
   */
  public Unanswered(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
