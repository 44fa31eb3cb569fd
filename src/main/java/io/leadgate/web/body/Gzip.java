package io.leadgate.web.body;

import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a body in gzip (RFC 1952; several members are one body). Stops as soon as more bytes
 * than the bound have come out, because 64 KiB can hold 64 MiB. The class reads the members itself,
 * because the JDK's stream silently drops the bytes behind a member if they do not begin another
 * member, so that a part of a lead could be lost. Confined to one event loop.
 */
public final class Gzip {

  /** The bytes that gzip adds to a body that it cannot make smaller, with a name in its head. */
  private static final int OVERHEAD = 4 * 1024;

  private static final int STEP = 8 * 1024;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  /** The bytes behind magic, method and flags: a time, hints, and a system. */
  private static final int REST_OF_HEAD = 6;

  private final byte[] body;
  private final Buffer inflated = Buffer.buffer();
  private final byte[] step = new byte[STEP];
  private BodyBound bound;
  private int at;

  private Gzip(byte[] body, BodyBound bound) {
    this.body = body;
    this.bound = bound;
  }

  /** The bound of a compressed body whose inflated bytes have the given bound. */
  static BodyBound compressed(BodyBound inflated) {
    return BodyBound.of(inflated.arrayBytes() + OVERHEAD);
  }

  public static Body inflate(Buffer body, BodyBound bound) {
    Inflater inflater = new Inflater(true);
    Gzip gzip = new Gzip(body.getBytes(), bound);
    try {
      return gzip.read(inflater);
    } catch (DataFormatException e) {
      return new Body.Broken(
          body, gzip.inflated, "The body is not valid gzip, as its Content-Encoding says.");
    } finally {
      inflater.end();
    }
  }

  private Body read(Inflater inflater) throws DataFormatException {
    boolean isWithin;
    do {
      head();
      isWithin = member(inflater);
    } while (isWithin && at < body.length);
    return isWithin ? new Body.Whole(inflated) : Body.Unread.tooLarge(bound.bytesMax());
  }

  private void head() throws DataFormatException {
    int from = at;
    require(bytes(2) == MAGIC && bytes(1) == DEFLATE);
    int flags = (int) bytes(1);
    require((flags & RESERVED) == 0);
    skip(REST_OF_HEAD);
    if ((flags & EXTRA) != 0) {
      skip((int) bytes(2));
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      CRC32 checksum = new CRC32();
      checksum.update(body, from, at - from);
      require(bytes(2) == (checksum.getValue() & 0xffff));
    }
  }

  /**
   * Inflates one member, and checks its checksum and length.
   *
   * @return whether the inflated bytes are within the bound
   */
  private boolean member(Inflater inflater) throws DataFormatException {
    CRC32 checksum = new CRC32();
    inflater.reset();
    inflater.setInput(body, at, body.length - at);
    while (!inflater.finished()) {
      int length = inflate(inflater);
      require(length > 0 || inflater.finished());
      checksum.update(step, 0, length);
      int before = inflated.length();
      inflated.appendBytes(step, 0, length);
      bound = bound.after(inflated.slice(before, inflated.length()));
      if (inflated.length() > bound.bytesMax()) {
        return false;
      }
    }
    at = body.length - inflater.getRemaining();
    require(bytes(4) == checksum.getValue());
    require(bytes(4) == (inflater.getBytesWritten() & 0xffff_ffffL));
    return true;
  }

  /** Keeps what was inflated before a fault, because it is searched for credentials. */
  private int inflate(Inflater inflater) throws DataFormatException {
    long before = inflater.getBytesWritten();
    try {
      return inflater.inflate(step);
    } catch (DataFormatException e) {
      inflated.appendBytes(step, 0, (int) (inflater.getBytesWritten() - before));
      throw e;
    }
  }

  /** Reads a number that takes {@code count} bytes, the least significant byte first. */
  private long bytes(int count) throws DataFormatException {
    int from = at;
    skip(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (body[from + i] & 0xffL) << (8 * i);
    }
    return value;
  }

  private void skipText() throws DataFormatException {
    while (bytes(1) != 0) {
      // Skips a character before the zero byte that ends the text.
    }
  }

  private void skip(int count) throws DataFormatException {
    require(count <= body.length - at);
    at += count;
  }

  private static void require(boolean good) throws DataFormatException {
    if (!good) {
      throw new DataFormatException();
    }
  }
}
