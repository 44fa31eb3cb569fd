package io.leadgate.http.receiver;

import io.leadgate.http.BodyBound;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Takes gzip off a body (RFC 1952; several members are one body). It stops as soon as more has come
 * out than the bound allows: 64 KiB can hold 64 MiB.
 */
final class Gzip {

  /** What gzip adds to a body that it cannot make smaller, with a name in its head. */
  private static final int OVERHEAD = 4 * 1024;

  private static final int STEP = 8 * 1024;

  private Gzip() {}

  /** The bound of what comes, where this is the one of what comes out. */
  static BodyBound compressed(BodyBound inflated) {
    return BodyBound.of(inflated.arrayBytes() + OVERHEAD);
  }

  static Content inflate(Buffer body, BodyBound bound) {
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(body.getBytes()), STEP)) {
      return read(gzip, bound);
    } catch (EOFException | ZipException e) {
      return new Content.Broken(body, "The body is not valid gzip, as its Content-Encoding says.");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  private static Content read(GZIPInputStream gzip, BodyBound bound) throws IOException {
    Buffer inflated = Buffer.buffer();
    byte[] step = new byte[STEP];
    Content content = Content.within(bound, inflated);
    for (int n = gzip.read(step); n >= 0; n = gzip.read(step)) {
      content = Content.within(bound, inflated.appendBytes(step, 0, n));
      if (content instanceof Content.Unread) {
        return content;
      }
    }
    return content;
  }
}
