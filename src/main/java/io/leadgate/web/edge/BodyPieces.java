package io.leadgate.web.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/** Puts the pieces of a body that came in one read together into one. */
final class BodyPieces {

  private BodyPieces() {}

  /**
   * @param out from that place on has nothing but {@link HttpContent}, the last of which may be the
   *     end of the body or broken; afterwards there is one piece, and behind it a broken one
   */
  static void merge(List<Object> out, int from) {
    List<HttpContent> pieces = new ArrayList<>(out.size() - from);
    for (int i = from; i < out.size(); i++) {
      pieces.add((HttpContent) out.get(i));
    }
    while (out.size() > from) {
      out.removeLast();
    }
    HttpContent last = pieces.getLast();
    boolean isBroken = last.decoderResult().isFailure();
    ByteBuf bytes = together(isBroken ? pieces.subList(0, pieces.size() - 1) : pieces);
    out.add(
        last instanceof LastHttpContent && !isBroken
            ? new DefaultLastHttpContent(bytes)
            : new DefaultHttpContent(bytes));
    if (isBroken) {
      out.add(last);
    }
  }

  /** The same, of a body that nobody reads: only its end is left. */
  static void drop(List<Object> out, int from) {
    if (out.size() == from) {
      return;
    }
    boolean isEnd = out.getLast() instanceof LastHttpContent;
    while (out.size() > from) {
      ((HttpContent) out.removeLast()).release();
    }
    if (isEnd) {
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  /** The end of a body whose rest is not read. */
  static HttpContent brokenEnd(HttpFault fault) {
    HttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
    end.setDecoderResult(DecoderResult.failure(fault));
    return end;
  }

  private static ByteBuf together(List<HttpContent> pieces) {
    ByteBuf bytes =
        Unpooled.buffer(pieces.stream().mapToInt(piece -> piece.content().readableBytes()).sum());
    for (HttpContent piece : pieces) {
      bytes.writeBytes(piece.content());
      piece.release();
    }
    return bytes;
  }
}
