package io.leadgate.web.body;

import io.leadgate.domain.Refusal;
import io.vertx.core.buffer.Buffer;

/** A request's body as {@link BodyReader} has found it. */
public sealed interface Body {

  record Whole(Buffer bytes) implements Body {}

  /**
   * Not read to its end, and not kept: too large, too slow, or no room for it now. The connection
   * is closed behind the answer.
   */
  record Unread(Refusal refusal, String detail) implements Body {}

  /**
   * The caller went away before the end, or sent something that cannot be the rest of a body, or
   * was turned away by the edge.
   */
  final class BrokenOff extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean turnedAway;

    BrokenOff(boolean turnedAway) {
      super("the body broke off", null, false, false);
      this.turnedAway = turnedAway;
    }

    /** Whether the caller was told 503. */
    public boolean isTurnedAway() {
      return turnedAway;
    }
  }
}
