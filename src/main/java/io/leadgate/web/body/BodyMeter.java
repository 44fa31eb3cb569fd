package io.leadgate.web.body;

import io.leadgate.web.answer.Json;
import io.vertx.core.buffer.Buffer;

/**
 * How long one body may be, which is known once it begins: an array may be longer. Each piece of it
 * is looked at once, so that one that begins with 60,000 blanks costs no more than another.
 */
public final class BodyMeter {

  private final int bytes;
  private int bytesMax;
  private boolean begun;

  public BodyMeter(BodyBound bound) {
    bytes = bound.bytes();
    bytesMax = bound.arrayBytes();
    begun = bytes == bytesMax;
  }

  /**
   * The bound, with this piece; while there is nothing but blanks, it may become an array.
   *
   * @param piece that follows the ones before
   */
  public int bytesMax(Buffer piece) {
    for (int at = 0; !begun && at < piece.length(); at++) {
      byte b = piece.getByte(at);
      if (!Json.isBlank(b)) {
        begun = true;
        bytesMax = b == '[' ? bytesMax : bytes;
      }
    }
    return bytesMax;
  }
}
