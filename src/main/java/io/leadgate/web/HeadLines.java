package io.leadgate.web;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.util.ByteProcessor;

/**
 * Counts the lines of a head while it comes, before Netty makes objects of them. It must find the
 * end of the head where Netty finds it, since lines behind a wrong end would not be counted.
 * Confined to one event loop.
 */
final class HeadLines {

  private int lines;
  private int longest;

  /**
   * Counts the lines that are there whole, up to the empty one that ends the head; Netty is to be
   * handed the same bytes next, and consumes these lines.
   */
  void count(ByteBuf in) {
    int from = in.readerIndex();
    int end = in.writerIndex();
    if (lines == 0) {
      // Netty passes over any of these before a request line (RFC 9112, section 2.2).
      int first = in.forEachByte(from, end - from, ByteProcessor.FIND_NON_CRLF);
      from = first < 0 ? end : first;
    }
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
