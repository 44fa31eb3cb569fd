package io.leadgate.receiver;

import io.leadgate.loop.Pieces;
import io.leadgate.receiver.cut.Cut;
import io.leadgate.web.request.ContentType;
import java.util.function.Supplier;

/**
 * The body of a post that is to be quarantined.
 *
 * @param contentType the type of the body
 * @param length the bytes of the body
 * @param cut cuts the credentials out
 */
record KeptBody(ContentType contentType, int length, Supplier<Pieces<Cut>> cut) {

  /** Up to this size a body is searched in a single piece of work. */
  private static final int SHORT = 16 * 1024;

  boolean isShort() {
    return length <= SHORT;
  }
}
