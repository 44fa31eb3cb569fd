package io.leadgate.http;

import io.vertx.core.buffer.Buffer;

/**
 * How long a body may be.
 *
 * @param bytes of any body
 * @param arrayBytes of one that is a JSON array; never less
 */
public record BodyBound(int bytes, int arrayBytes) {

  public static BodyBound of(int bytes) {
    return new BodyBound(bytes, bytes);
  }

  /**
   * @param start of the body, at least a byte; while that is all blank it may become an array
   */
  public int of(Buffer start) {
    return bytes == arrayBytes || startsArray(start) ? arrayBytes : bytes;
  }

  private static boolean startsArray(Buffer start) {
    int at = 0;
    while (at < start.length() && Json.isBlank(start.getByte(at))) {
      at++;
    }
    return at == start.length() || start.getByte(at) == '[';
  }
}
