package io.leadgate.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one attacking connection does, from its opening to its end. Immutable and thread-safe.
 *
 * @param opening what the connection sends at once; many connections can share a buffer
 * @param drip what the connection sends again and again after its opening
 * @param readsBytesMax the bytes after which the connection reads no further, so that the gateway
 *     cannot send the rest. A few are always read, because a connection that is turned away could
 *     not be told from a silent connection otherwise
 * @param receiveBufferBytes SO_RCVBUF; 0 leaves the choice to the system
 * @param comesAgain how long after its end, or after a 503, the connection is opened anew; empty
 *     for never
 */
public record Script(
    List<ByteBuffer> opening,
    Optional<Drip> drip,
    long readsBytesMax,
    int receiveBufferBytes,
    Optional<Duration> comesAgain) {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long UNREAD_BYTES = 4096;

  /**
   * A few bytes at a steady pace.
   *
   * @param text in ISO 8859-1
   */
  public record Drip(String text, Duration every) {}

  /** Sends these bytes, reads all answers and comes again a second after the end. */
  public static Script sending(byte[]... parts) {
    List<ByteBuffer> opening =
        Arrays.stream(parts)
            .map(part -> ByteBuffer.allocateDirect(part.length).put(part).flip().asReadOnlyBuffer())
            .toList();
    return new Script(opening, Optional.empty(), Long.MAX_VALUE, 0, Optional.of(PAUSE));
  }

  /** The same for a text in ISO 8859-1. */
  public static Script sending(String text) {
    return sending(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same with another part of its opening. */
  Script opening(int index, ByteBuffer part) {
    List<ByteBuffer> parts = new ArrayList<>(opening);
    parts.set(index, part);
    return new Script(parts, drip, readsBytesMax, receiveBufferBytes, comesAgain);
  }

  public Script dripping(Drip text) {
    return new Script(opening, Optional.of(text), readsBytesMax, receiveBufferBytes, comesAgain);
  }

  /** The same without the answers being read, on a connection with little room for them. */
  public Script unread() {
    return new Script(opening, drip, UNREAD_BYTES, (int) UNREAD_BYTES, comesAgain);
  }

  /** The same, but a connection that has ended stays away. */
  public Script once() {
    return new Script(opening, drip, readsBytesMax, receiveBufferBytes, Optional.empty());
  }

  boolean readsAll() {
    return readsBytesMax == Long.MAX_VALUE;
  }
}
