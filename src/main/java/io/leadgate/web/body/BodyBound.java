package io.leadgate.web.body;

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
}
