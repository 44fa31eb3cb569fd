package io.leadgate.web.edge;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.util.ByteProcessor;

/**
 * Counts the lines of a head, or of trailers, while they come, before Netty makes objects of them.
 * It must find the end where Netty finds it, since lines behind a wrong end would not be counted.
 * Confined to one event loop.
 */
final class LineCounter {

  private int lines;
  private int longest;

  /**
   * Counts the lines that are there whole, up to the empty one that ends the head; Netty is to be
   * handed the same bytes next, and consumes these lines.
   */
  void countHead(ByteBuf in) {
    int from = in.readerIndex();
    if (lines == 0) {
      // Netty passes over any of these before a request line (RFC 9112, section 2.2).
      int first = in.forEachByte(from, in.readableBytes(), ByteProcessor.FIND_NON_CRLF);
      from = first < 0 ? in.writerIndex() : first;
    }
    count(in, from);
  }

  /** The same of trailers, of which there may be none before the empty line. */
  void countTrailers(ByteBuf in) {
    count(in, in.readerIndex());
  }

  private void count(ByteBuf in, int first) {
    int from = first;
    int end = in.writerIndex();
    for (int lf = in.indexOf(from, end, HttpConstants.LF);
        lf >= 0;
        from = lf + 1, lf = in.indexOf(from, end, HttpConstants.LF)) {
      if (lf == from || (lf == from + 1 && in.getByte(from) == HttpConstants.CR)) {
        return;
      }
      lines++;
      longest = Math.max(longest, lf - from);
    }
  }

  /** The request line among them. */
  int lines() {
    return lines;
  }

  /** Of the longest of them, in bytes. */
  int longest() {
    return longest;
  }

  void reset() {
    lines = 0;
    longest = 0;
  }
}
