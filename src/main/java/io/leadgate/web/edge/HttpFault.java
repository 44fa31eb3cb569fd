package io.leadgate.web.edge;

import io.leadgate.domain.Refusal;

/**
 * Why a request is refused by how it is framed, whatever it asks for: the cause of the decoder's
 * failure. The connection is closed behind the answer.
 */
public final class HttpFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /**
   * @param detail what is wrong and how to mend it, for a person
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
