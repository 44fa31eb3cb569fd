package io.leadgate.domain;

/**
 * Reports that Postgres did not do its work, because Postgres is away, is too slow, or refused the
 * request.
 */
public final class StorageAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean changePossible;
  private final boolean isFault;
  private final Throwable failure;

  /**
   * @param reason the SQLSTATE or the kind of failure; never a message with data in it
   * @param changePossible whether a change may have been made all the same
   * @param isFault whether the gateway is at fault, because Postgres answered and refused what it
   *     was asked
   */
  public StorageAway(String reason, boolean changePossible, boolean isFault, Throwable failure) {
    super(reason, failure, false, false);
    this.reason = reason;
    this.changePossible = changePossible;
    this.isFault = isFault;
    this.failure = failure;
  }

  public String reason() {
    return reason;
  }

  public boolean changePossible() {
    return changePossible;
  }

  public boolean isFault() {
    return isFault;
  }

  /** The failure as it came from Postgres or its client. */
  public Throwable failure() {
    return failure;
  }
}
