package io.leadgate.web.body;

import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Takes gzip off a body (RFC 1952; several members are one body). It stops as soon as more has come
 * out than the bound allows: 64 KiB can hold 64 MiB. The JDK's own stream passes over what stands
 * behind a member and is none, and a part of a lead would be lost without a word; so the members
 * are read here.
 */
public final class Gzip {

  /** What gzip adds to a body that it cannot make smaller, with a name in its head. */
  private static final int OVERHEAD = 4 * 1024;

  private static final int STEP = 8 * 1024;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  /** Behind magic, method and flags: a time, hints, and a system. */
  private static final int REST_OF_HEAD = 6;

  private final byte[] body;
  private final BodyMeter meter;
  private final Buffer inflated = Buffer.buffer();
  private final byte[] step = new byte[STEP];
  private int at;

  private Gzip(byte[] body, BodyBound bound) {
    this.body = body;
    this.meter = new BodyMeter(bound);
  }

  /** The bound of what comes, where this is the one of what comes out. */
  public static BodyBound compressed(BodyBound inflated) {
    return BodyBound.of(inflated.arrayBytes() + OVERHEAD);
  }

  public static Content inflate(Buffer body, BodyBound bound) {
    Inflater inflater = new Inflater(true);
    try {
      return new Gzip(body.getBytes(), bound).read(inflater);
    } catch (DataFormatException e) {
      return new Content.Broken(body, "The body is not valid gzip, as its Content-Encoding says.");
    } finally {
      inflater.end();
    }
  }

  private Content read(Inflater inflater) throws DataFormatException {
    Content content;
    do {
      head();
      content = member(inflater);
    } while (at < body.length && content instanceof Content.Whole);
    return content;
  }

  private void head() throws DataFormatException {
    int from = at;
    check(bytes(2) == MAGIC && bytes(1) == DEFLATE);
    int flags = (int) bytes(1);
    check((flags & RESERVED) == 0);
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
      check(bytes(2) == (checksum.getValue() & 0xffff));
    }
  }

  private Content member(Inflater inflater) throws DataFormatException {
    CRC32 checksum = new CRC32();
    inflater.reset();
    inflater.setInput(body, at, body.length - at);
    while (!inflater.finished()) {
      int length = inflater.inflate(step);
      check(length > 0 || inflater.finished());
      checksum.update(step, 0, length);
      int before = inflated.length();
      inflated.appendBytes(step, 0, length);
      int bytesMax = meter.bytesMax(inflated.slice(before, inflated.length()));
      if (inflated.length() > bytesMax) {
        return Content.tooLarge(bytesMax);
      }
    }
    at = body.length - inflater.getRemaining();
    check(bytes(4) == checksum.getValue());
    check(bytes(4) == (inflater.getBytesWritten() & 0xffff_ffffL));
    return new Content.Whole(inflated);
  }

  /** The next of them, the least significant first. */
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
      // A character of it.
    }
  }

  private void skip(int count) throws DataFormatException {
    check(count <= body.length - at);
    at += count;
  }

  private static void check(boolean good) throws DataFormatException {
    if (!good) {
      throw new DataFormatException();
    }
  }
}
