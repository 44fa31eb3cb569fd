package io.leadgate.web.request;

/** Ends a request with a parameter that cannot be used: the router answers 400 and the detail. */
public final class BadParameter extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * @param detail for the caller
   */
  public BadParameter(String detail) {
    super(detail, null, false, false);
    this.detail = detail;
  }

  public String detail() {
    return detail;
  }
}
