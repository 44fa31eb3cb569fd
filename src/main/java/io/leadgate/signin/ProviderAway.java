package io.leadgate.signin;

/** Reports that the identity provider cannot be reached, or answers with an error of its own. */
public final class ProviderAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason the kind of failure; never a text that the provider has written
   */
  ProviderAway(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
