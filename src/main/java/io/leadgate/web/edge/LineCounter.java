package io.leadgate.web.edge;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.util.ByteProcessor;

/**
 * Counts the lines of a head or of trailers while they come, before Netty makes objects of them.
 * Must find the end where Netty finds it, because lines behind a wrong end would not be counted.
 * Confined to one event loop.
 */
final class LineCounter {

  private int lines;
  private int longest;

  /**
   * Counts the complete lines up to the empty line that ends the head. Netty must get the same
   * bytes next, and consumes these lines.
   */
  void countHead(ByteBuf in) {
    int from = in.readerIndex();
    if (lines == 0) {
      // Netty skips these characters before a request line (RFC 9112, section 2.2).
      int first = in.forEachByte(from, in.readableBytes(), ByteProcessor.FIND_NON_CRLF);
      from = first < 0 ? in.writerIndex() : first;
    }
    count(in, from);
  }

  /** Counts the complete lines of trailers, which may have no line before the empty line. */
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

  /** The number of lines, including the request line. */
  int lines() {
    return lines;
  }

  /** The length of the longest line, in bytes. */
  int longest() {
    return longest;
  }

  void reset() {
    lines = 0;
    longest = 0;
  }
}
