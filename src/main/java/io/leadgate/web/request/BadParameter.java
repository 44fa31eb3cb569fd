package io.leadgate.web.request;

/** Refuses a request because of a parameter; the router answers with 400 and the detail. */
public final class BadParameter extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * @param detail the sentence that tells the caller the fault
   */
  public BadParameter(String detail) {
    super(detail, null, false, false);
    this.detail = detail;
  }

  public String detail() {
    return detail;
  }
}
