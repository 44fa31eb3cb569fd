package io.leadgate.web.answer;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Decodes texts in UTF-8 strictly, and tells what other bytes are. Thread-safe. */
public final class Utf8 {

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** The length of a byte order mark. */
  static final int MARK_BYTES = MARK.length;

  private Utf8() {}

  /** Decodes UTF-8; empty if the bytes are not valid UTF-8. */
  public static Optional<String> decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // The fast decoder writes U+FFFD for a fault; the strict decoder tells a fault from a sent
    // U+FFFD.
    return text.indexOf('\uFFFD') < 0 ? Optional.of(text) : decodeStrictly(bytes);
  }

  private static Optional<String> decodeStrictly(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The bytes without a byte order mark at their begin, which is no part of a body. */
  public static byte[] withoutMark(byte[] bytes) {
    return beginsWith(bytes, MARK) ? Arrays.copyOfRange(bytes, MARK.length, bytes.length) : bytes;
  }

  static boolean hasMark(Buffer body) {
    return body.length() >= MARK_BYTES
        && body.getByte(0) == MARK[0]
        && body.getByte(1) == MARK[1]
        && body.getByte(2) == MARK[2];
  }

  /** Tells the sender of bytes that are not valid UTF-8 what the bytes seem to be, and where. */
  public static String fault(byte[] bytes) {
    if (beginsWith(bytes, (byte) 0x1F, (byte) 0x8B)) {
      return "The body is gzip; send the header Content-Encoding: gzip with it.";
    }
    if (beginsWith(bytes, (byte) 0xFE, (byte) 0xFF)
        || beginsWith(bytes, (byte) 0xFF, (byte) 0xFE)) {
      return "The body is in UTF-16; send it in UTF-8.";
    }
    int at = firstFault(bytes);
    return "The body is not valid UTF-8: see byte %d, which is %02X; send the body in UTF-8."
        .formatted(at + 1, bytes[at]);
  }

  private static int firstFault(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
    return Math.min(in.position(), bytes.length - 1);
  }

  private static boolean beginsWith(byte[] bytes, byte... begin) {
    return bytes.length >= begin.length
        && Arrays.equals(bytes, 0, begin.length, begin, 0, begin.length);
  }
}
