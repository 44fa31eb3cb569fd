package io.leadgate.attack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one attacking connection, from its opening to its end. Thread-safe.
 *
 * @param opening the bytes that the connection sends at once; connections can share a buffer
 * @param drip the bytes that the connection sends again and again after its opening
 * @param readsBytesMax the bytes after which the connection reads no further, so that the gateway
 *     cannot send the rest. A few bytes are always read, because only an answer shows that a
 *     connection was turned away
 * @param receiveBufferBytes SO_RCVBUF; 0 for the default of the system
 * @param reopensAfter the pause before the connection is opened again, after its end or a 503;
 *     empty for never
 */
public record Script(
    List<ByteBuffer> opening,
    Optional<Drip> drip,
    long readsBytesMax,
    int receiveBufferBytes,
    Optional<Duration> reopensAfter) {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long UNREAD_BYTES = 4096;

  /**
   * A few bytes at a steady pace.
   *
   * @param text a text in ISO 8859-1
   */
  public record Drip(String text, Duration every) {}

  /** Sends these bytes, reads all answers, and opens again a second after the end. */
  public static Script sending(byte[]... parts) {
    List<ByteBuffer> opening =
        Arrays.stream(parts)
            .map(part -> ByteBuffer.allocateDirect(part.length).put(part).flip().asReadOnlyBuffer())
            .toList();
    return new Script(opening, Optional.empty(), Long.MAX_VALUE, 0, Optional.of(PAUSE));
  }

  /** Sends a text in ISO 8859-1, reads all answers, and opens again a second after the end. */
  public static Script sending(String text) {
    return sending(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** This script with another part in its opening. */
  Script opening(int index, ByteBuffer part) {
    List<ByteBuffer> parts = new ArrayList<>(opening);
    parts.set(index, part);
    return new Script(parts, drip, readsBytesMax, receiveBufferBytes, reopensAfter);
  }

  public Script dripping(Drip text) {
    return new Script(opening, Optional.of(text), readsBytesMax, receiveBufferBytes, reopensAfter);
  }

  /** This script without reading answers, on a connection with small buffers for them. */
  public Script unread() {
    return new Script(opening, drip, UNREAD_BYTES, (int) UNREAD_BYTES, reopensAfter);
  }

  /** This script without opening a connection again. */
  public Script once() {
    return new Script(opening, drip, readsBytesMax, receiveBufferBytes, Optional.empty());
  }

  boolean readsAll() {
    return readsBytesMax == Long.MAX_VALUE;
  }
}
