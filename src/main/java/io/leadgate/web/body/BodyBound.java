package io.leadgate.web.body;

import io.leadgate.web.answer.Json;
import io.vertx.core.buffer.Buffer;

/**
 * Bounds a body in bytes. A JSON array may be longer than any other body. The first byte that is
 * not a blank decides which of the two bounds holds.
 *
 * @param bytes the most bytes of a body that is not an array
 * @param arrayBytes the most bytes of a JSON array; at least {@code bytes}
 */
public record BodyBound(int bytes, int arrayBytes) {

  public static BodyBound of(int bytes) {
    return new BodyBound(bytes, bytes);
  }

  /** The most bytes that a body can have, as far as its beginning is known. */
  public int bytesMax() {
    return arrayBytes;
  }

  /**
   * Narrows the bound by the next piece of a body. Keeps the bound if the piece has only blanks,
   * because an array may follow. Each piece is looked at once, so that a body that begins with
   * 60,000 blanks costs no more than any other body.
   */
  public BodyBound after(Buffer piece) {
    if (bytes == arrayBytes) {
      return this;
    }
    for (int at = 0; at < piece.length(); at++) {
      byte b = piece.getByte(at);
      if (!Json.isBlank(b)) {
        return of(b == '[' ? arrayBytes : bytes);
      }
    }
    return this;
  }

  /**
   * Applies this bound to a body that was read under a wider bound. A body beyond this bound
   * becomes unread.
   */
  public Body narrow(Body read) {
    return switch (read) {
      case Body.Whole whole -> narrow(whole, whole.bytes());
      case Body.Broken broken -> narrow(broken, broken.asItCame());
      case Body.Unread unread -> unread;
    };
  }

  private Body narrow(Body read, Buffer bytes) {
    int bytesMax = after(bytes).bytesMax();
    return bytes.length() <= bytesMax ? read : Body.Unread.tooLarge(bytesMax);
  }
}
