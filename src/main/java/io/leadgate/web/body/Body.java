package io.leadgate.web.body;

import io.leadgate.domain.Refusal;
import io.vertx.core.buffer.Buffer;

/** The result of reading a request's body with {@link BodyReader}, without its content coding. */
public sealed interface Body {

  /** The result of reading a body without a content coding. */
  sealed interface Uncoded extends Body {}

  record Whole(Buffer bytes) implements Uncoded {}

  /**
   * The body came to its end, but is not what its content coding says.
   *
   * @param inflated the part that could be inflated
   * @param detail the reason that the caller is told
   */
  record Broken(Buffer asItCame, Buffer inflated, String detail) implements Body {}

  /**
   * The body was thrown away, because it was too large or too slow, or because the budget had no
   * room for it. The connection is to be closed behind the answer.
   */
  record Unread(Refusal refusal, String detail) implements Uncoded {

    /** The budget has no room for the request now. */
    public static Unread noRoom() {
      return new Unread(
          Refusal.OVERLOADED,
          "Too many requests are in progress; send the request again in a moment.");
    }

    static Unread tooLarge(int bytesMax) {
      return new Unread(
          Refusal.BODY_TOO_LARGE, "A body here has at most %d bytes.".formatted(bytesMax));
    }
  }

  /**
   * The caller went away before the end of the body, sent something that cannot be the rest of a
   * body, or was turned away by the edge.
   */
  final class BrokenOff extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean turnedAway;

    BrokenOff(boolean turnedAway) {
      super("the body broke off", null, false, false);
      this.turnedAway = turnedAway;
    }

    /** Whether the edge has answered the caller with 503. */
    public boolean isTurnedAway() {
      return turnedAway;
    }
  }
}
