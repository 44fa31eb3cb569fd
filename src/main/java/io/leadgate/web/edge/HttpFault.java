package io.leadgate.web.edge;

import io.leadgate.domain.Refusal;

/**
 * Tells why the edge refuses a request: for its framing, for too many header lines, or for a head
 * that comes too slowly. A fault is the cause of the decoder's failure, and the connection is
 * closed after the answer.
 */
public final class HttpFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /**
   * @param detail a sentence for a person: the fault and how to mend it
   */
  HttpFault(Refusal refusal, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
